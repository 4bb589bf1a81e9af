"""What a run is doing, on a terminal as bars, without one as plain lines."""

import time
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from cli.output import between_words, tell


class Clock:
    """Seconds of each stage, in the order they began. What two have in common counts for the one that ends first."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._since: dict[str, float] = {}
        self._last_stop = 0.0

    def start(self, stage: str) -> None:
        """A stage begins."""
        self._since[stage] = time.perf_counter()
        self.seconds[stage] = 0.0

    def stop(self, stage: str) -> float:
        """It ends; its seconds."""
        stop = time.perf_counter()
        self.seconds[stage] = stop - max(self._since.get(stage, stop), self._last_stop)
        self._last_stop = stop
        return self.seconds[stage]


class BarListener:
    """Bars on a terminal; see `pipeline.progress.Listener`."""

    def __init__(self, console: Console) -> None:
        self.clock = Clock()
        self._progress = Progress(
            SpinnerColumn(finished_text="[green]✓"),
            TextColumn("{task.description}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
        )
        self._bars: dict[str, TaskID] = {}

    def __enter__(self) -> "BarListener":
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def started(self, stage: str, steps: int) -> None:
        """A bar appears."""
        self.clock.start(stage)
        self._bars[stage] = self._progress.add_task(stage, total=max(steps, 1))

    def stepped(self, stage: str, steps: int) -> None:
        """It moves."""
        self._progress.advance(self._bars[stage], steps)

    def finished(self, stage: str, outcome: str) -> None:
        """It is full and says what came out."""
        self.clock.stop(stage)
        bar = self._bars[stage]
        total = self._progress.tasks[bar].total
        self._progress.update(bar, completed=total, description=f"{stage}: {outcome}")

    def noticed(self, sentence: str) -> None:
        """Written above the bars."""
        self._progress.console.print(between_words(sentence), markup=False)


class LineListener:
    """A line a stage, for pipes and logs."""

    def __init__(self) -> None:
        self.clock = Clock()

    def __enter__(self) -> "LineListener":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def started(self, stage: str, steps: int) -> None:
        """Remembers when."""
        self.clock.start(stage)

    def stepped(self, stage: str, steps: int) -> None:
        """A single step is not worth a line."""

    def finished(self, stage: str, outcome: str) -> None:
        """Writes the line."""
        tell(f"{stage}: {outcome} ({self.clock.stop(stage):.1f} detik)")

    def noticed(self, sentence: str) -> None:
        """A line of its own."""
        tell(sentence)


def listener_for(console: Console) -> BarListener | LineListener:
    """Bars where there is a terminal, lines where there is none."""
    return BarListener(console) if console.is_terminal else LineListener()
