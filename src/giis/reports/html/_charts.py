"""What is drawn: errors by variable, where in the file they are, and shares against their maximum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis.reports import _words as w
from giis.reports._page import ranges
from giis.reports._rules import requirement
from giis.reports.html import _words as h
from giis.reports.html._tags import Markup, join, tag

if TYPE_CHECKING:
    from giis.reports._groups import VariableGroup
    from giis.reports._voice import Voice
    from giis.reports.html._sheet import Sheet
    from giis.validators.findings import Share, Strip

_BARS = 15
_WORST = 3
_RANGES = 12
_LEAST_BAR = 1.0
_HEAT = (0.0, 0.1, 0.33, 0.66)


def bars(sheet: Sheet) -> Markup | None:
    """Return the section with a bar for each variable with errors, most first."""
    voice = sheet.voice
    counted = sorted(((group.total("error"), group) for group in sheet.groups), key=lambda item: -item[0])
    counted = [item for item in counted if item[0]]
    if not counted:
        return None
    rows = [_bar(sheet, group, errors, counted[0][0]) for errors, group in counted[:_BARS]]
    heads = w.VARIABLE_COLUMN, w.ERRORS_COLUMN
    more = voice.count(len(counted) - _BARS, w.VARIABLE)
    return sheet.section(
        "bars", voice(h.BY_VARIABLE),
        tag(
            "table",
            tag("caption", voice(h.BY_VARIABLE_CAPTION)),
            tag("thead", tag("tr", [tag("th", voice(head), scope="col") for head in heads], tag("td"))),
            tag("tbody", rows),
            class_="bars",
        ),
        tag("p", voice(h.MORE_VARIABLES, variables=more), class_="note") if len(counted) > _BARS else None,
    )  # fmt: skip


def _bar(sheet: Sheet, group: VariableGroup, errors: int, most: int) -> Markup:
    number = f"{group.column} " if group.column else ""
    name = join(number, tag("code", group.name, translate="no")) if group.name else sheet.voice(w.WHOLE_FILE)
    width = max(errors / most * 100, _LEAST_BAR)
    drawn = tag("rect", width=f"{width:.4g}%", height="100%", class_="bar")
    return tag(
        "tr",
        tag("th", tag("a", name, href=f"#{sheet.anchors[id(group)]}"), scope="row"),
        tag("td", f"{errors:,}", class_="number"),
        tag("td", tag("svg", drawn, width="100%", height="14", aria_hidden="true", focusable="false")),
    )


def strip(sheet: Sheet) -> Markup | None:
    """Return the section that shows where in the file the records with errors are."""
    voice, drawn, records = sheet.voice, sheet.file.strip, sheet.file.records
    if drawn is None or not records:
        return None
    faulty = sum(drawn.errors)
    label = voice(h.STRIP_LABEL, faulty=f"{faulty:,}", records=voice.count(records, w.RECORD))
    bins = [
        _stretch(voice, place, drawn, records, titled=drawn.size > 1 or records <= 1)
        for place in range(len(drawn.errors))
    ]
    svg = tag(
        "svg", tag("title", label), bins,
        viewBox=f"0 0 {len(bins)} 100", preserveAspectRatio="none", role="img", class_="strip", width="100%",
        height="56",
    )  # fmt: skip
    one = drawn.size == 1
    levels = [
        tag("li", tag("span", class_=f"swatch h{level}", aria_hidden="true"), voice.data(text))
        for level, text in enumerate(() if one else h.HEAT_LEGEND)
    ]
    if any(drawn.undecided):
        levels.append(tag("li", tag("span", class_="swatch u", aria_hidden="true"), voice(h.UNDECIDED_LEGEND)))
    return sheet.section(
        "strip", voice(h.STRIP),
        tag("p", voice(h.STRIP_ONE) if one else voice(h.STRIP_MANY, size=drawn.size)),
        tag(
            "figure",
            svg,
            tag("div", tag("span", "1"), tag("span", f"{records:,}"), class_="axis", aria_hidden="true"),
            tag("figcaption", f"{label}. {_where(voice, drawn, records)}".rstrip()),
        ),
        tag("ul", levels, class_="legend") if levels else None,
    )  # fmt: skip


def _stretch(voice: Voice, place: int, drawn: Strip, records: int, *, titled: bool) -> Markup:
    errors, undecided = drawn.errors[place], drawn.undecided[place]
    size = min(drawn.size, records - place * drawn.size)
    share = (errors or undecided) / size
    level = f"h{sum(share > step for step in _HEAT)}" if errors or not undecided else "u"
    height = max(share * 100, 8) if share else 4
    text = h.STRETCH_TELLS if errors or not undecided else h.STRETCH_UNDECIDED
    told = voice(text, stretch=_name(voice, place, drawn, records), errors=errors or undecided) if titled else None
    width = 0.86 if len(drawn.errors) <= 60 else 1
    return tag(
        "rect", tag("title", told) if told else None,
        x=place, y=f"{100 - height:.4g}", width=width, height=f"{height:.4g}", class_=level,
    )  # fmt: skip


def _name(voice: Voice, place: int, drawn: Strip, records: int) -> str:
    low, high = place * drawn.size + 1, min((place + 1) * drawn.size, records)
    return voice(h.STRETCH, low=low, high=high)


def _where(voice: Voice, drawn: Strip, records: int) -> str:
    places = [place for place, number in enumerate(drawn.errors) if number]
    if not places:
        return voice(h.STRIP_NONE)
    if drawn.size == 1:
        return voice(h.STRIP_WHERE, numbers=ranges([place + 1 for place in places], limit=_RANGES))
    shares = {number / min(drawn.size, records - place * drawn.size) for place, number in enumerate(drawn.errors)}
    if len(shares) == 1:
        return ""
    worst = sorted(places, key=lambda place: -drawn.errors[place])[:_WORST]
    told = [
        voice(h.STRETCH_TELLS, stretch=_name(voice, place, drawn, records), errors=drawn.errors[place])
        for place in worst
    ]
    return voice(h.STRIP_WORST, stretches="; ".join(told))


def gauges(sheet: Sheet) -> Markup | None:
    """Return the section with the shares that the guide limits."""
    shares = sheet.file.shares
    if not shares:
        return None
    return sheet.section(
        "shares", sheet.voice(h.SHARES), tag("ul", [_gauge(sheet, item) for item in shares], class_="gauges")
    )


def _gauge(sheet: Sheet, item: Share) -> Markup:
    voice, guide = sheet.voice, sheet.guide
    rule = guide.by_id.get(item.rule) if guide else None
    share = item.count / item.total if item.total else 0.0
    bad = item.count * 100 > item.maximum * item.total
    scale = min(max(item.maximum * 2, share * 110), 100) or 1
    limit = min(item.maximum / scale * 100, 99.4)
    state = "bad" if bad else "good"
    told = (
        voice(h.SHARE_TELLS, count=item.count, records=voice.count(item.total, w.RECORD), share=voice.percent(share))
        if item.total
        else voice(h.SHARE_UNASKED)
    )
    maximum = voice(h.SHARE_MAXIMUM, share=item.maximum)
    verdict = voice(h.SHARE_BAD if bad else h.SHARE_GOOD)
    svg = tag(
        "svg",
        tag("rect", width="100%", height="12", y="4", class_="track"),
        tag("rect", width=f"{min(share * 100 / scale * 100, 100):.4g}%", height="12", y="4", class_=state),
        tag("rect", x=f"{limit:.4g}%", width="2", height="20", class_="limit"),
        width="100%", height="20", aria_hidden="true", focusable="false",
    )  # fmt: skip
    title = voice.data(rule.title) if rule else item.rule
    words = requirement(rule, guide, voice) if rule and guide else []
    return tag(
        "li",
        tag("p", tag("strong", title), " ", tag("code", item.rule, translate="no"), class_="name"),
        svg,
        tag(
            "p", told, " · ", maximum, *((" · ", tag("span", verdict, class_=f"share-{state}")) if item.total else ()),
        ),
        [tag("p", line, class_="note") for line in words],
    )  # fmt: skip
