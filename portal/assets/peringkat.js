// The ranking: search, filter by type, sort by any column. Without it the table is complete, sorted by rank.
"use strict";
(() => {
  const table = document.querySelector("[data-peringkat]");
  const form = document.querySelector("[data-saring]");
  if (!table || !form) return;

  const body = table.tBodies[0];
  const headers = [...table.tHead.rows[0].cells];
  const search = form.querySelector("input");
  const kind = form.querySelector("select");
  const status = form.querySelector("[data-jumlah]");
  const scope = table.querySelector("[data-lingkup]");
  const allUnits = scope.textContent;
  const collator = new Intl.Collator("id", { numeric: true });
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const count = new Intl.NumberFormat("id");

  const rows = [...body.rows].map((row) => ({
    row,
    rank: row.cells[0],
    name: plain(row.cells[1].textContent),
    kind: row.cells[2].textContent,
    values: [...row.cells].map((cell) => (cell.dataset.n === undefined ? cell.textContent : cell.dataset.n)),
  }));
  const sorting = { column: 0, down: false };
  let ranksOfType = false;

  // A unit that is not ranked has no data-n.

  // Empty values come last whichever way the others run; equal ones keep their order by rank and name.
  const compare = (first, second) => {
    const [a, b] = [first.values[sorting.column], second.values[sorting.column]];
    if (a === "" || b === "") return (a === "") - (b === "");
    const order = headers[sorting.column].dataset.urut === "teks" ? collator.compare(a, b) : parseFloat(a) - parseFloat(b);
    return sorting.down ? -order : order;
  };

  const showRanks = (ofType) => {
    if (ofType === ranksOfType) return;
    ranksOfType = ofType;
    for (const { rank } of rows) {
      if (!rank.dataset.n) continue;
      const [place, low, high] = (ofType ? rank.dataset.j : rank.dataset.n).split(" ");
      rank.textContent = low === high ? place : `${place} `;
      if (low !== high) rank.append(Object.assign(document.createElement("small"), { textContent: `${low}–${high}` }));
    }
  };

  const filter = () => {
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { row, name, kind: type } of rows) {
      const fits = (!kind.value || type === kind.value) && words.every((word) => name.includes(word));
      row.hidden = !fits;
      shown += fits;
    }
    showRanks(Boolean(kind.value));
    scope.textContent = kind.value || allUnits;
    status.textContent = shown
      ? `${count.format(shown)} dari ${count.format(rows.length)} unit ditampilkan.`
      : "Tidak ada unit yang cocok.";
  };

  const sort = (column) => {
    const first = headers[column].dataset.urut === "turun";
    sorting.down = sorting.column === column ? !sorting.down : first;
    sorting.column = column;
    headers.forEach((header, position) => {
      if (position === column) header.setAttribute("aria-sort", sorting.down ? "descending" : "ascending");
      else header.removeAttribute("aria-sort");
    });
    body.append(...[...rows].sort(compare).map(({ row }) => row));
  };

  headers.forEach((header, column) => {
    if (!header.dataset.urut) return;
    const button = Object.assign(document.createElement("button"), { type: "button" });
    button.append(...header.childNodes);
    button.addEventListener("click", () => sort(column));
    header.append(button);
  });
  search.addEventListener("input", filter);
  kind.addEventListener("change", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  filter();
})();
