"""The report on a doubted verdict: everything that is needed to repeat it, and nothing of the original file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis._text import Language, Text
from giis._version import __version__
from giis.specs import Level
from giis.specs.expressions.nodes import TRUE
from giis.specs.expressions.phrases import Phrases
from giis.specs.wording import set_phrase

if TYPE_CHECKING:
    from giis.specs import Guide, Rule
    from giis.synth._bug_path import Path
    from giis.synth._bug_result import BugReport

_TITLE = Text("Reporte sobre la regla {0}", "Report on the rule {0}")
_NOTE = Text(
    "Los valores del archivo `{0}` son inventados; ninguno se tomó del archivo original. Los pacientes no existen.",
    "The values in the file `{0}` are invented; none was taken from the original file. The patients do not exist.",
)
_DOUBT = {
    False: Text(
        "giis señala esta regla; quien reporta cree que no debería.",
        "giis tells of this rule; the reporter thinks that it should not.",
    ),
    True: Text(
        "giis no señala esta regla; quien reporta cree que debería.",
        "giis does not tell of this rule; the reporter thinks that it should.",
    ),
}
_RUN = Text("Con qué se revisó", "What judged it")
_RULE = Text("La regla", "The rule")
_PATH = Text("El camino", "The path")
_FILE = Text("El archivo", "The file")
_REPEAT = Text("Cómo repetirlo", "How to repeat it")
_EXPECTED = Text("Qué se esperaba, y por qué", "What was expected, and why")
_FILL = Text(
    "(escriba aquí qué dice la guía y por qué el veredicto no concuerda)",
    "(write here what the guide says and why the verdict does not agree)",
)
_VERDICTS = {
    "broken": Text("La regla se incumple.", "The rule is broken."),
    "passes": Text("La regla se aplica y se cumple.", "The rule applies and is kept."),
    "not applicable": Text("La regla no se aplica.", "The rule does not apply."),
    "not evaluated": Text("La regla no se pudo evaluar.", "The rule could not be evaluated."),
}
_ANSWERS = {
    True: Text("sí", "yes"),
    False: Text("no", "no"),
    None: Text("sin respuesta", "no answer"),
}
_KINDS = {
    "": Text("bien escrito y admitido", "well written and admitted"),
    "empty": Text("vacío, como se permite", "empty, as is allowed"),
    "vacio": Text("falta", "missing"),
    "formato": Text("mal escrito", "badly written"),
    "opciones": Text("no es una opción", "no option"),
    "rango": Text("fuera del rango", "outside the range"),
    "grupo": Text("no se puede separar en subregistros", "cannot be cut into sub-records"),
    "grupo-vacio": Text("faltan los subregistros", "the sub-records are missing"),
}
_FACTS = {
    "guide": Text("Guía", "Guide"),
    "hash": Text("Huella de la guía", "Hash of the guide"),
    "date": Text("Fecha de registro", "Date of registration"),
    "profile": Text("Perfil", "Profile"),
    "unofficial": Text("Lo no oficial como error", "Unofficial as errors"),
    "catalog": Text("Catálogo {0}", "Catalogue {0}"),
    "missing": Text("falta", "missing"),
    "severity": Text("Gravedad", "Severity"),
    "source": Text("Fuente", "Source"),
    "applies": Text("Se aplica si", "It applies if"),
    "requires": Text("Exige", "It requires"),
    "case": Text("Caso {0}: si {1}, {2}", "Case {0}: if {1}, {2}"),
    "otherwise": Text("Si ninguno se cumple: {0}", "If none holds: {0}"),
    "decided": Text("Decide el caso {0}.", "Case {0} decides."),
    "none": Text("No se cumple ningún caso.", "No case holds."),
    "unknown": Text("No se sabe qué caso decide.", "Which case decides is not known."),
    "condition": Text("Condición", "Condition"),
    "answer": Text("Respuesta", "Answer"),
    "variable": Text("Variable", "Variable"),
    "value": Text("Valor", "Value"),
    "section": Text("sección {0}", "section {0}"),
    "pages": Text("páginas {0}", "pages {0}"),
    "clauses": Text("párrafos {0}", "paragraphs {0}"),
    "others": Text("Otros hallazgos del archivo: {0}.", "Other findings of the file: {0}."),
    "alone": Text("No tiene otros hallazgos.", "It has no other findings."),
    "one": Text("Tiene un registro.", "It has one record."),
    "many": Text("Tiene {0} registros.", "It has {0} records."),
    "says": Text("De él dice giis: {0}", "Of it giis says: {0}"),
    "tool": Text("Versión de giis", "Version of giis"),
    "yes": Text("sí", "yes"),
    "no": Text("no", "no"),
}


def bug_text(report: BugReport, language: Language) -> str:
    """Return the report on a doubted verdict as Markdown."""
    say = _Words(report.guide, language)
    rule = report.guide.by_id[report.rule]
    parts = [
        f"# {_TITLE.get(language).format(rule.id)}",
        _NOTE.get(language).format(report.file.name),
        _DOUBT[report.expected].get(language),
        f"## {_RUN.get(language)}",
        say.run(report),
        f"## {_RULE.get(language)}",
        say.rule(rule),
        f"## {_PATH.get(language)}",
        say.path(report, rule),
        f"## {_FILE.get(language)}",
        say.file(report),
        f"## {_REPEAT.get(language)}",
        f"```sh\n{report.command}\n```",
        f"## {_EXPECTED.get(language)}",
        _FILL.get(language),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


class _Words:
    def __init__(self, guide: Guide, language: Language) -> None:
        self.guide, self.language = guide, language
        self.phrases = Phrases(guide, language)

    def fact(self, name: str, *values: object) -> str:
        return _FACTS[name].get(self.language).format(*values)

    def table(self, head: tuple[str, str], rows: list[tuple[str, str]]) -> str:
        lines = [f"| {head[0]} | {head[1]} |", "|---|---|"]
        return "\n".join([*lines, *(f"| {_cell(one)} | {_cell(other)} |" for one, other in rows)])

    def run(self, report: BugReport) -> str:
        rows = [
            (self.fact("tool"), __version__),
            (self.fact("guide"), self.guide.id),
            (self.fact("hash"), self.guide.digest),
            (self.fact("date"), report.as_of.isoformat()),
            (self.fact("profile"), report.profile),
            (self.fact("unofficial"), self.fact("yes" if report.unofficial_as_errors else "no")),
        ]
        for item in report.catalogs:
            version = f"{item.version} ({(item.digest or '')[:12]})" if item.version else self.fact("missing")
            rows.append((self.fact("catalog", item.name), version))
        return self.table(("", ""), rows)

    def rule(self, rule: Rule) -> str:
        lines = [f"**{rule.id}**: {rule.title.get(self.language)}", ""]
        if rule.cases and rule.otherwise is not None and rule.variable is not None:
            variable = self.guide.by_identifier[rule.variable]
            for number, case in enumerate(rule.cases, 1):
                wanted = set_phrase(case.admitted, variable).get(self.language)
                lines.append("- " + self.fact("case", number, self.phrases.condition(case.when), wanted))
            lines.append("- " + self.fact("otherwise", set_phrase(rule.otherwise, variable).get(self.language)))
        elif rule.level is Level.RECORD:
            if rule.when is not None and rule.when != TRUE:
                lines.append(f"- {self.fact('applies')}: {self.phrases.condition(rule.when)}")
            lines.append(f"- {self.fact('requires')}: {self.phrases.condition(rule.require or TRUE)}")
        source = rule.source
        where = [source.document]
        where += [self.fact("section", source.section)] if source.section else []
        where += [self.fact("pages", ", ".join(map(str, source.pages)))] if source.pages else []
        where += [self.fact("clauses", ", ".join(map(str, source.clauses)))] if source.clauses else []
        lines.append(f"- {self.fact('source')}: {', '.join(where)} ({source.confidence})")
        lines.append(f"- {self.fact('severity')}: {rule.severity}")
        return "\n".join(lines)

    def path(self, report: BugReport, rule: Rule) -> str:
        path = report.path
        if path is None:
            return _VERDICTS["passes" if report.expected else "broken"].get(self.language)
        parts = [_VERDICTS[path.verdict].get(self.language)]
        if rule.cases:
            parts.append(self._case(path))
        rows = [
            (self.phrases.condition(node), _ANSWERS[answer].get(self.language)) for node, answer in path.answers.items()
        ]
        blocks = [" ".join(parts)]
        if rows:
            blocks.append(self.table((self.fact("condition"), self.fact("answer")), rows))
        kinds = [(self._name(name), _KINDS[kind].get(self.language)) for name, kind in path.kinds.items()]
        blocks.append(self.table((self.fact("variable"), self.fact("value")), kinds))
        return "\n\n".join(blocks)

    def _case(self, path: Path) -> str:
        if path.case is None:
            return self.fact("unknown")
        return self.fact("none") if path.case < 0 else self.fact("decided", path.case + 1)

    def _name(self, identifier: str) -> str:
        return self.guide.path(self.guide.by_identifier[identifier])

    def file(self, report: BugReport) -> str:
        size = self.fact("one") if report.records == 1 else self.fact("many", report.records)
        others = self.fact("others", ", ".join(report.others)) if report.others else self.fact("alone")
        said = [self.fact("says", report.message.get(self.language))] if report.message is not None else []
        return "\n\n".join([f"{size} {others}", *said])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
