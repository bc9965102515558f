"""The figures as a picture: bars side by side, as SVG, readable on a light and on a dark ground."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

NAMES, PANEL, GAP, ROW, TOP = 244, 214, 26, 30, 74
BAR, EDGE = 14, 20

_STYLE = """
  text { font: 14px system-ui, sans-serif; fill: #14262c }
  .small { font-size: 12px; fill: #42545a } .ours { font-weight: 600 }
  .ground { fill: #fbf9f5 } .track { fill: #efeae0 } .bar { fill: #7b8584 } .best { fill: #0b5566 }
  @media (prefers-color-scheme: dark) {
    text { fill: #ecf1f0 } .small { fill: #bccaca }
    .ground { fill: #0d191d } .track { fill: #22343a } .bar { fill: #7f9296 } .best { fill: #83d0dd }
  }
"""


@dataclass(frozen=True)
class Panel:
    """One figure of every engine, each in [0, 1], in the order of the names."""

    title: str
    note: str
    values: Sequence[float]


def draw(title: str, names: Sequence[str], panels: Sequence[Panel]) -> str:
    """Return the SVG; the first name is ours and stands out."""
    width = EDGE * 2 + NAMES + len(panels) * (PANEL + GAP) - GAP
    height = TOP + len(names) * ROW + EDGE
    frame = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {frame} role="img" aria-label="{escape(title)}">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style>",
        f'<rect class="ground" width="{width}" height="{height}" rx="8"/>',
    ]
    for place, name in enumerate(names):
        ours = ' class="ours"' if place == 0 else ""
        parts.append(f'<text{ours} x="{EDGE}" y="{_middle(place)}">{escape(name)}</text>')
    for column, panel in enumerate(panels):
        parts += _panel(panel, EDGE + NAMES + column * (PANEL + GAP))
    return "\n".join([*parts, "</svg>", ""])


def _panel(panel: Panel, left: int) -> list[str]:
    parts = [
        f'<text class="ours" x="{left}" y="32">{escape(panel.title)}</text>',
        f'<text class="small" x="{left}" y="52">{escape(panel.note)}</text>',
    ]
    track = PANEL - 44
    for place, value in enumerate(panel.values):
        top, kind = TOP + place * ROW + (ROW - BAR) // 2, "best" if place == 0 else "bar"
        parts += [
            f'<rect class="track" x="{left}" y="{top}" width="{track}" height="{BAR}" rx="3"/>',
            f'<rect class="{kind}" x="{left}" y="{top}" width="{max(0.0, value) * track:.1f}" height="{BAR}" rx="3"/>',
            f'<text class="small" x="{left + track + 8}" y="{_middle(place)}">{value:.2f}</text>',
        ]
    return parts


def _middle(place: int) -> int:
    """The base line of the text of a row."""
    return TOP + place * ROW + ROW // 2 + 5
