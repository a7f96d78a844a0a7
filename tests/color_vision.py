"""How far apart two colors are: contrast by WCAG, and distance as color-blind people see it.

Contrast is that of WCAG 2.2. Color-blind sight is simulated with the matrices of Machado, Oliveira
and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009), at
severity 1.0, applied to linear RGB. The distance is that of Sharma, Wu and Dalal, "The CIEDE2000
Color-Difference Formula" (2005), in CIELAB under D65.
"""

from itertools import combinations
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

Triple = tuple[float, float, float]
Matrix = tuple[Triple, Triple, Triple]

NORMAL: Matrix = ((1, 0, 0), (0, 1, 0), (0, 0, 1))
SIGHTS: dict[str, Matrix] = {
    "normal": NORMAL,
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""The linear RGB that a kind of sight sees, by its name."""

_XYZ: Matrix = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_D65: Triple = (0.95047, 1.0, 1.08883)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two `#rrggbb` colors, 1 to 21."""
    darker, lighter = sorted((_luminance(linear(one)), _luminance(linear(other))))
    return (lighter + 0.05) / (darker + 0.05)


def least_distance(colors: tuple[str, ...]) -> float:
    """The least CIEDE2000 between any two of these colors in any sight."""
    return min(
        distance(one, other, sight) for one, other in combinations(colors, 2) for sight in SIGHTS
    )


def distance(one: str, other: str, sight: str = "normal") -> float:
    """The CIEDE2000 between two `#rrggbb` colors as this sight sees them."""
    first, second = (_lab(_clipped(_times(SIGHTS[sight], linear(each)))) for each in (one, other))
    return ciede2000(first, second)


def blend(ground: str, color: str, share: float) -> str:
    """The color that a share of `color` makes on a ground, both `#rrggbb`."""
    pairs = zip(_channels(ground), _channels(color), strict=True)
    mixed = (round((1 - share) * below + share * above) for below, above in pairs)
    return "#" + "".join(f"{each:02x}" for each in mixed)


def linear(color: str) -> Triple:
    """The linear RGB of a `#rrggbb` color, each from 0 to 1."""
    red, green, blue = (_linear(each / 255) for each in _channels(color))
    return red, green, blue


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def _luminance(rgb: Triple) -> float:
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]


def _times(matrix: Matrix, vector: Triple) -> Triple:
    first, second, third = (
        sum(each * part for each, part in zip(row, vector, strict=True)) for row in matrix
    )
    return first, second, third


def _clipped(rgb: Triple) -> Triple:
    red, green, blue = (min(1.0, max(0.0, each)) for each in rgb)
    return red, green, blue


def _lab(rgb: Triple) -> Triple:
    x, y, z = (
        _lab_share(part / white) for part, white in zip(_times(_XYZ, rgb), _D65, strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _lab_share(share: float) -> float:
    return float(share ** (1 / 3)) if share > 216 / 24389 else (24389 / 27 * share + 16) / 116


def ciede2000(first: Triple, second: Triple) -> float:
    """The distance between two colors in CIELAB, the weights of the parts all 1."""
    mean_chroma = (hypot(*first[1:]) + hypot(*second[1:])) / 2
    stretch = 1.5 - 0.5 * sqrt(mean_chroma**7 / (mean_chroma**7 + 25**7))
    (light1, chroma1, hue1), (light2, chroma2, hue2) = (
        (light, hypot(stretch * a, b), degrees(atan2(b, stretch * a)) % 360)
        for light, a, b in (first, second)
    )
    turn = (hue2 - hue1 + 180) % 360 - 180 if chroma1 * chroma2 else 0.0
    light, chroma = (light1 + light2) / 2, (chroma1 + chroma2) / 2
    hue = _mean_hue(hue1, hue2) if chroma1 * chroma2 else hue1 + hue2
    by_light = (light2 - light1) / (1 + 0.015 * (light - 50) ** 2 / sqrt(20 + (light - 50) ** 2))
    by_chroma = (chroma2 - chroma1) / (1 + 0.045 * chroma)
    by_hue = 2 * sqrt(chroma1 * chroma2) * sin(radians(turn / 2)) / _hue_weight(chroma, hue)
    turned = (
        -2
        * sqrt(chroma**7 / (chroma**7 + 25**7))
        * sin(radians(60 * exp(-(((hue - 275) / 25) ** 2))))
    )
    return sqrt(by_light**2 + by_chroma**2 + by_hue**2 + turned * by_chroma * by_hue)


def _mean_hue(one: float, other: float) -> float:
    mean = (one + other) / 2
    if abs(one - other) <= 180:
        return mean
    return mean + 180 if one + other < 360 else mean - 180


def _hue_weight(chroma: float, hue: float) -> float:
    factor = 1 - sum(
        share * cos(radians(times * hue + offset))
        for share, times, offset in ((0.17, 1, -30), (-0.24, 2, 0), (-0.32, 3, 6), (0.20, 4, -63))
    )
    return 1 + 0.015 * chroma * factor
