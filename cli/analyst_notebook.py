"""The notebook of `skm notebook`: the fifteen questions of analysts, answered with charts, read-only.

A marimo notebook: what stands here are its cells. Belongs here: how answers are shown. Not here: the questions
(`contracts.analyst_questions`), starting it (`cli.notebook`).
"""

import marimo

app = marimo.App(width="medium", app_title="Gudang data SKM")


@app.cell
def imports():
    """What the cells share."""
    from pathlib import Path

    import marimo as mo

    from contracts.analyst_questions import QUESTIONS
    from contracts.home import Home
    from portal.server.analyst_pages import MOST_BARS, cell_text, chart_of
    from warehouse.read import QueryResult, query

    return MOST_BARS, QUESTIONS, Home, Path, QueryResult, cell_text, chart_of, mo, query


@app.cell
def opening(mo):
    """What a reader has to know."""
    mo.md(
        """
        # Gudang data SKM

        Lima belas pertanyaan, masing-masing satu kueri atas tampilan dalam skema `analisis`. Sebagian memuat **jawaban
        perorangan**: hanya untuk petugas kabupaten, jangan keluar dari kantor. Buku catatan ini hanya membaca.
        """
    )
    return


@app.cell
def answers(Home, Path, QUESTIONS, mo, query):
    """Each question with what the published warehouse says."""
    home = Home(Path(mo.cli_args().get("home") or "data"))
    answered = [(question, query(home, question.sql)) for question in QUESTIONS]
    return (answered,)


@app.cell
def shown(MOST_BARS, QueryResult, answered, cell_text, chart_of, mo):
    """Question by question: its SELECT, a chart where rows are compared, its rows."""

    def chart(question, result):
        if not question.compared:
            return None
        number = result.columns.index(question.compared)
        labels = [result.columns.index(name) for name in question.labels]
        bars = [(", ".join(cell_text(row[place]) for place in labels), row[number]) for row in result.rows[:MOST_BARS]]
        return chart_of(QueryResult((", ".join(question.labels), question.compared), bars))

    def answer(place, question, result):
        drawn = chart(question, result)
        rows = [dict(zip(result.columns, map(cell_text, row), strict=True)) for row in result.rows]
        return mo.vstack(
            [
                mo.md(f"## {place}. {question.title}\n\n```sql\n{question.sql.strip()}\n```"),
                *([mo.Html(str(drawn))] if drawn is not None else []),
                mo.ui.table(rows, selection=None) if rows else mo.md("Tidak ada baris."),
            ]
        )

    mo.vstack([answer(place, *each) for place, each in enumerate(answered, start=1)])
    return


if __name__ == "__main__":
    app.run()
