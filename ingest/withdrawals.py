"""What is said of a file that was withdrawn: that it counts no more, and the question when it comes again.

Belongs here: these sentences (Bahasa Indonesia). Not here: which sightings of a content a withdrawal is about
(`ingest.resolve`), the decision itself (`contracts.decisions`).
"""

from contracts.decisions import COUNT_AGAIN, WITHDRAWN, Decision, Withdrawal
from contracts.records import Choice, Doubt, Refusal


def withdrawn(decision: Decision) -> Refusal:
    """Somebody said that the file was sent by mistake."""
    return Refusal(
        code=WITHDRAWN,
        message=(
            f"{_withdrawal(decision)} Tidak satu pun isinya dihitung. Bila keliru, petugas kabupaten dapat membatalkan "
            "penarikan itu (skm withdraw --undo)."
        ),
    )


def origin_withdrawn(decision: Decision) -> Refusal:
    """The file that a correction workbook puts right was withdrawn."""
    return Refusal(
        code=WITHDRAWN,
        message=(
            f"Lembar perbaikan ini berasal dari berkas “{decision.path}”, yang tidak dihitung lagi. "
            f"{_withdrawal(decision)}"
        ),
    )


def sent_after_withdrawal(withdrawal: Withdrawal) -> Doubt:
    """Whether a file counts that was withdrawn and came again."""
    return Doubt(
        code=withdrawal.question,
        question=f"Isi berkas ini pernah ditarik, lalu dikirim lagi. {_withdrawal(withdrawal.decision)}",
        choices=(
            Choice(key=COUNT_AGAIN, label="hitung lagi: kiriman yang baru ini benar"),
            Choice(key=WITHDRAWN, label="tetap ditarik"),
        ),
    )


def _withdrawal(decision: Decision) -> str:
    why = decision.why.strip().removesuffix(".")
    return f"Ditarik oleh {decision.by} pada {decision.at:%d-%m-%Y %H.%M}: {why}."
