"""What a torture prints: its figures, and everything that must not be."""

from dataclasses import dataclass, field


@dataclass
class Report:
    """One torture's figures and violations; how long it took by the wall, and of the processor, in seconds."""

    name: str
    figures: dict[str, object] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)
    seconds: float = 0.0
    processor: float = 0.0

    def __str__(self) -> str:
        """The figures on one line, then each violation on its own."""
        told = ", ".join(f"{name}: {value}" for name, value in self.figures.items())
        spent = f"{self.seconds:.0f} s, {self.processor:.0f} s of the processor"
        head = f"{self.name}: {told}, violations: {len(self.violations)} ({spent})"
        return "\n".join([head, *(f"  {each}" for each in self.violations[:40])])
