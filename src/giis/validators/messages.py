"""What a finding says: what was found, what was expected, and why, with the values that decided it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from giis._text import Language, Text
from giis.specs import FileRule, Guide, Rule, ValueSet, Variable, wording
from giis.specs.expressions.nodes import TRUE, Node
from giis.specs.expressions.phrases import Phrases
from giis.specs.values import as_written
from giis.validators.findings import MASK, Finding, Fix
from giis.validators.predicate import Evaluator, Record, compile_python
from giis.validators.reading import RecordReader

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from giis.catalogs import Catalog
    from giis.files import Issue
    from giis.specs import Severity
    from giis.validators.findings import Breach
    from giis.validators.reading import ReadRecord

_LANGUAGES: tuple[Language, ...] = ("es", "en")
_MOST_REASONS = 4
_LISTS = ("maximo", "repetidos", "excluyentes", "grupo-minimo", "grupo-maximo", "secuencia", "repetido")
_LONGEST = 80


class Messages:
    """Puts findings of one guide in words.

    Parameters
    ----------
    guide : Guide
        The guide that was judged by.
    catalogs : Mapping
        The editions at hand, by name.
    as_of : date
        The date of registration.
    show_values : bool
        Whether values of confidential variables may be shown.
    """

    def __init__(self, guide: Guide, catalogs: Mapping[str, Catalog], as_of: date, *, show_values: bool) -> None:
        self.guide, self.catalogs, self.as_of = guide, catalogs, as_of
        self.show_values = show_values
        self._reader = RecordReader(guide.variables)
        self._evaluators: dict[Node, Evaluator] = {}

    def shown(self, identifier: str) -> bool:
        """Return whether the value of the variable may be shown."""
        variable = self.guide.by_identifier[identifier]
        return self.show_values or not any(item.confidential for item in (variable, *variable.fields))

    def shown_value(self, identifier: str, text: str) -> str:
        """Return the written text, or the mask where it is confidential; that nothing stands there is no secret."""
        return text if text == "" or self.shown(identifier) else MASK

    def of_record(
        self,
        rule: Rule,
        texts: Mapping[str, str],
        severity: Severity,
        record: int | None = None,
        line: int | None = None,
        position: int = 0,
    ) -> Finding:
        """Return the finding that the record with `texts` (by identifier) breaks `rule`, of a value or a record.

        `position` is the sub-record that breaks a rule on a field, counted from 1.
        """
        variable = self.guide.by_identifier[rule.variable or ""]
        read, asked = self._place(variable, texts, position)
        text = read.texts.get(variable.identifier, "")
        if rule.require is None:
            message, fix = self.value_rule(rule, text), _fix(rule)
        else:
            message, fix = self.record_rule(rule, text, asked)
        return Finding(
            rule=rule.id,
            severity=severity,
            record=record,
            line=line,
            column=variable.column,
            variable=self.guide.path(variable, position),
            value=self.shown_value(variable.identifier, text),
            message=message,
            fix=fix,
            confidence=rule.source.confidence,
        )

    def _place(self, variable: Variable, texts: Mapping[str, str], position: int) -> tuple[ReadRecord, Record]:
        """Return what was read where the variable stands, the record or one of its sub-records, and as rules see it."""
        read = self._reader.read(texts)
        record = Record.of(read, self.catalogs, self.as_of)
        if variable.group is None:
            return read, record
        elements = read.groups[variable.group] or ()
        return elements[position - 1], next(islice(record.within(variable.group), position - 1, None))

    def of_file(self, item: FileRule, breach: Breach, severity: Severity, line: int | None) -> Finding:
        """Return the finding that the records together break a rule, put on a record or on the file."""
        rule = item.rule
        variable = self.guide.by_identifier[rule.variable] if rule.variable else None
        return Finding(
            rule=rule.id,
            severity=severity,
            record=breach.record,
            line=line,
            column=variable.column if variable else None,
            variable=variable.name if variable else None,
            value=None,
            message=self.file_rule(item, breach),
            fix=_fix(rule),
            confidence=rule.source.confidence,
        )

    @staticmethod
    def of_structure(rule: Rule, issue: Issue, severity: Severity) -> Finding:
        """Return the finding that the file's bytes, lines, header or name break a rule."""
        hint = rule.hints.get(str(issue.params.get("hint", "")))
        texts = []
        for language in _LANGUAGES:
            template = (rule.message or rule.title).get(language)
            if hint is not None:
                template = f"{template} {hint.get(language)}"
            texts.append(template.format(**issue.params))
        return Finding(
            rule=rule.id,
            severity=severity,
            record=issue.record,
            line=issue.line,
            column=issue.column,
            variable=None,
            value=issue.value,
            message=Text(*texts),
            fix=_fix(rule),
        )

    def value_rule(self, rule: Rule, text: str) -> Text:
        """Return the message of a value-level rule that `text` breaks."""
        variable = self.guide.by_identifier[rule.variable or ""]
        shown = clipped(self.shown_value(variable.identifier, text))
        if rule.form in ("vacio", "grupo-vacio"):
            return Text("está vacía; la guía exige un valor", "it is empty; the guide wants a value")
        if rule.form in ("formato", "grupo"):
            form = wording.form_phrase(variable)
            hint = _form_hint(variable, text)
            return Text(
                f"«{shown}» no se puede leer; se esperaba {form.es}{hint.es}",
                f"“{shown}” cannot be read; expected {form.en}{hint.en}",
            )
        admitted = wording.domain_phrase(variable)
        return Text(
            f"«{shown}» no se admite; se esperaba {admitted.es}",
            f"“{shown}” is not admitted; expected {admitted.en}",
        )

    def record_rule(self, rule: Rule, text: str, record: Record) -> tuple[Text, Fix | None]:
        """Return the message of a record-level rule that the record with `text` breaks, and its fix."""
        if rule.cases:
            return self._cases(rule, record)
        if rule.form in _LISTS:
            return self._list(rule, text), None
        parts = [self._required(rule, record, language) for language in _LANGUAGES]
        return Text(*parts), _fix(rule)

    def file_rule(self, item: FileRule, breach: Breach) -> Text:
        """Return the message of a breach of a rule on the whole file."""
        if item.kind == "share":
            count, total = breach.numbers
            share, limit = count * 100 / total, item.max_percent or 0
            return Text(
                f"{count} de {total} registros ({share:.1f} %); el máximo es {limit:g} %",
                f"{count} of {total} records ({share:.1f} %); the most is {limit:g} %",
            )
        if item.kind == "reference":
            return Text(
                f"ningún registro de {breach.where} tiene lo que aquí se nombra",
                f"no record of {breach.where} has what is named here",
            )
        es, en = (f" de {breach.where}", f" of {breach.where}") if breach.where else ("", "")
        if item.kind == "constant":
            return Text(
                f"difiere del valor del registro {breach.other}{es}, con el que debe coincidir",
                f"it differs from record {breach.other}{en}, with which it must agree",
            )
        return Text(f"repite el registro {breach.other}{es}", f"it repeats record {breach.other}{en}")

    def _answer(self, record: Record) -> Callable[[Node], Any]:
        def answer(node: Node) -> Any:
            if node not in self._evaluators:
                self._evaluators[node] = compile_python(node)
            return self._evaluators[node](record)

        return answer

    def _phrases(self, rule: Rule, record: Record, language: Language) -> Phrases:
        return Phrases(self.guide, language, self._answer(record), self.shown, rule.variable)

    def _required(self, rule: Rule, record: Record, language: Language) -> str:
        phrases = self._phrases(rule, record, language)
        found = _joined(phrases.reasons(rule.require or TRUE))
        when = rule.when or TRUE
        because = _joined(phrases.outer_reasons(when)) if when != TRUE else ""
        if not because:
            return found
        return f"{found} (se exige porque {because})" if language == "es" else f"{found} (required because {because})"

    def _cases(self, rule: Rule, record: Record) -> tuple[Text, Fix | None]:
        variable = self.guide.by_identifier[rule.variable or ""]
        answer = self._answer(record)
        expected, conditions = rule.otherwise or ValueSet(), [case.when for case in rule.cases]
        for case in rule.cases:
            if answer(case.when) is True:
                expected, conditions = case.admitted, [case.when]
                break
        admitted = wording.set_phrase(expected, variable)
        parts: list[str] = []
        for language in _LANGUAGES:
            phrases = self._phrases(rule, record, language)
            because = _joined(_common([phrases.reasons(node) for node in conditions]))
            wanted = admitted.get(language)
            word = "se esperaba" if language == "es" else "expected"
            parts.append(f"{word} {wanted}: {because}" if because else f"{word} {wanted}")
        return Text(*parts), self._cases_fix(rule, expected)

    def _list(self, rule: Rule, text: str) -> Text:
        shown = clipped(self.shown_value(rule.variable or "", text))
        return Text(f"«{shown}»: {_lower(rule.title.es)}", f"“{shown}”: {_lower(rule.title.en)}")

    @staticmethod
    def _cases_fix(rule: Rule, expected: ValueSet) -> Fix | None:
        if rule.fix is not None:
            return Fix(rule.fix, rule.fix_safe)
        value = "" if expected.empty and not expected.values else None
        if expected.single is not None:
            value = as_written(expected.single)
        if value is None:
            return None
        if value == "":
            return Fix(Text("dejar vacío el campo", "leave the field empty"), False, value)
        return Fix(Text(f"registrar {value}", f"record {value}"), False, value)


def _fix(rule: Rule) -> Fix | None:
    return Fix(rule.fix, rule.fix_safe) if rule.fix else None


def clipped(text: str) -> str:
    """Return `text`, shortened where it is long."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _common(reasons: list[list[str]]) -> list[str]:
    """Return the reasons that stand against every one of several conditions, or else all of them."""
    shared = [text for text in reasons[0] if all(text in other for other in reasons)] if reasons else []
    return shared or list(dict.fromkeys(text for part in reasons for text in part))


def _joined(reasons: list[str]) -> str:
    shown = reasons[:_MOST_REASONS]
    if len(reasons) > _MOST_REASONS:
        shown.append("…")
    return "; ".join(shown)


def _form_hint(variable: Variable, text: str) -> Text:
    """Return what is likely wrong with the form of `text`, as the end of a sentence."""
    if text != text.strip():
        return Text(" (sobran espacios)", " (needless spaces)")
    if variable.kind.numeric and "," in text:
        return Text(" (use punto decimal)", " (use a decimal point)")
    if variable.kind.value == "text" and variable.length:
        n = len(text)
        return Text(f" (tiene {n})", f" (it has {n})")
    return Text("", "")
