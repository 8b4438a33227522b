"""A guide as the program knows it: variables, terms, rules and statements, all checked and typed.

Nothing here is specific to one guide; these objects are made from the YAML by `giis.specs.build`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from giis._text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from giis.specs.expressions.nodes import Kind, Node, Scalar, Term, Var

Severity = Literal["error", "warning", "info"]
Confidence = Literal["official", "official-shared", "secondary", "inferred"]
UNOFFICIAL: tuple[Confidence, ...] = ("secondary", "inferred")
"""Sources that are neither the official text nor restate one."""
Lifecycle = Literal["preview", "stable", "deprecated", "removed"]
TextRepair = Literal["capitals", "accents", "signs", "points", "zeros"]
"""What the YAML may allow to be changed in a written text; spaces may always go."""
Safety = Literal["safe", "unsafe", "never"]


class Level(StrEnum):
    """Where a rule is decided."""

    STRUCTURE = "structure"
    """By the bytes and lines of the file."""
    VALUE = "value"
    """By the text of one value alone; a value that fails is unusable for the other rules."""
    RECORD = "record"
    """By one record and the catalogues."""
    FILE = "file"
    """By all records of the file together."""
    ACROSS = "across"
    """By the files of several guides together."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the guide says it."""

    document: str
    section: str = ""
    pages: tuple[int, ...] = ()
    clauses: tuple[int, ...] = ()
    """Paragraphs of the variable's column Validación, counted from 1."""
    confidence: Confidence = "official"


@dataclass(frozen=True, slots=True)
class ValueSet:
    """A set of admitted values: literals, a range, the keys of a catalogue, or nothing at all (empty)."""

    values: tuple[Scalar, ...] = ()
    low: Scalar | None = None
    high: Scalar | None = None
    catalog: str | None = None
    excluded: tuple[Scalar, ...] = ()
    empty: bool = False

    @property
    def single(self) -> Scalar | None:
        """The only value of the set, where it has exactly one."""
        closed = self.low is None and self.catalog is None and not self.empty
        return self.values[0] if closed and len(self.values) == 1 else None


@dataclass(frozen=True, slots=True)
class Case:
    """If `when` holds, the value must be in `admitted`."""

    when: Node
    admitted: ValueSet


@dataclass(frozen=True, slots=True)
class Rule:
    """One checkable statement of a guide.

    A record-level rule is broken where `when` holds and `require` does not (three-valued: an answer that
    depends on an unusable value or an unknown key is no answer). A value-level rule has neither: it is
    decided by the form of the variable. `form` names what a derived rule was made from.
    """

    id: str
    variable: str | None
    level: Level
    form: str
    severity: Severity
    title: Text
    source: Source
    when: Node | None = None
    require: Node | None = None
    cases: tuple[Case, ...] = ()
    otherwise: ValueSet | None = None
    profiles: Mapping[str, Severity] = field(default_factory=dict)
    reading: Text | None = None
    why: Text | None = None
    fix: Text | None = None
    fix_safe: bool = False
    mends: Node | None = None
    """The value of the variable that mends a finding, where the YAML gives one."""
    mends_safely: bool = False
    message: Text | None = None
    """What a finding of a structural rule says, with `{parameters}`; other rules are put in words by their form."""
    hints: Mapping[str, Text] = field(default_factory=dict)
    lifecycle: Lifecycle = "stable"
    since: str = "0.1.0"


@dataclass(frozen=True, slots=True)
class FileRule:
    """A statement about the records of a file together, folded over batches.

    `share`: at most `max_percent` of the records satisfy `of`. `constant`: records that agree on `by` agree on
    `value`. `unique`: no two records agree on `by` (all columns, if `by` is empty). `reference`: some record of
    another guide, whose rule `holds` the keys, has what `by` names. Only records for which `when` holds take part.
    """

    rule: Rule
    kind: Literal["share", "constant", "unique", "reference"]
    when: Node | None = None
    of: Node | None = None
    max_percent: float | None = None
    value: Var | None = None
    by: tuple[Node, ...] = ()
    holds: bool = False


@dataclass(frozen=True, slots=True)
class Many:
    """Limits of a list of values, or of sub-records."""

    maximum: int | None = None
    exclusive: tuple[int, ...] = ()
    minimum: int | None = None
    sequence: str | None = None
    """The identifier of the field that counts the sub-records."""
    distinct: tuple[str, ...] = ()
    """The identifiers of the fields that no two sub-records share."""


@dataclass(frozen=True, slots=True)
class Repairs:
    """How values of a variable may be mended, beyond what its type tells."""

    text: tuple[TextRepair, ...] = ()
    pad: str | None = None
    """What fills up a code that is a character short, where the catalogue has the longer one."""
    empty: str | None = None
    """What stands for a value that is missing."""
    follows: Safety = "unsafe"
    """Whether the only value that the cases admit may be written."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable of a guide: a column of its exchange file, or a field of the sub-records in one.

    `number` is the one of the guide's dictionary, in which the fields of a column count and the column itself does
    not (it bears the number of its first field); `column` is the place in the line.
    """

    name: str
    identifier: str
    number: int
    column: int
    header: str
    header_also: tuple[str, ...]
    label: Text
    type: str
    """The type that the YAML declares; `time` and `duration` are texts of a certain form."""
    kind: Kind
    source: Source
    nullable: bool = False
    confidential: bool = False
    digits: tuple[int, int] | None = None
    length: tuple[int, int] | None = None
    pattern: str | None = None
    options: Mapping[Scalar, str] = field(default_factory=dict)
    low: Scalar | None = None
    high: Scalar | None = None
    specials: Mapping[Scalar, Text] = field(default_factory=dict)
    """Values that the guide prescribes beside options and range: unknown, not applicable."""
    catalog: str | None = None
    many: Many | None = None
    group: str | None = None
    """The identifier of the column of which this is a field."""
    tentative: bool = False
    """Whether options or range are not the official text's: a value beyond them is told of, and read all the same."""
    fields: tuple[Variable, ...] = ()
    """The variables of each sub-record, where the column holds sub-records."""
    repairs: Repairs = Repairs()

    @property
    def bounded(self) -> bool:
        """Whether the guide bounds the values by options or a range."""
        return bool(self.options) or self.low is not None

    def describe(self, value: Scalar) -> Text | None:
        """Return what the guide calls `value`, where it names it."""
        if value in self.options:
            return Text(self.options[value], self.options[value])
        return self.specials.get(value)


@dataclass(frozen=True, slots=True)
class Disposition:
    """How one statement of the guide is treated."""

    place: str
    """`CEX043 ¶2` for a paragraph of a variable's column, `G03` for a statement elsewhere."""
    treatment: Literal["record", "file", "outside", "definition"]
    rules: tuple[str, ...] = ()
    reason: Text | None = None
    says: Text | None = None
    variable: str | None = None
    reading: Text | None = None


@dataclass(frozen=True)
class Guide:
    """One GIIS document and version, compiled from its YAML."""

    id: str
    name: Text
    subsystem: str
    published: date
    prefix: str
    file_types: tuple[str, ...]
    source: Source
    variables: tuple[Variable, ...]
    terms: Mapping[str, Term | Var]
    term_labels: Mapping[str, Text]
    term_units: Mapping[str, Text]
    rules: tuple[Rule, ...]
    file_rules: tuple[FileRule, ...]
    across: tuple[FileRule, ...]
    """Statements about the files of several guides together."""
    structure: tuple[Rule, ...]
    statements: tuple[Disposition, ...]
    readings: Mapping[str, Text]
    """How the guide as a whole is read, where its words admit several readings."""
    digest: str
    constants: Mapping[str, Scalar | tuple[Scalar, ...]] = field(default_factory=dict)
    """Values to which the guide's conditions give a name."""
    period: Node | None = None
    """The date of a record that the month in the file's name speaks of."""
    repeating: tuple[tuple[str, ...], ...] = ()
    """Identifiers of variables that repeat together: rules that read only these need each combination once."""
    unit: Node | None = None
    """The key of the unit, with which the name's institution must agree."""

    @cached_property
    def by_identifier(self) -> Mapping[str, Variable]:
        """The columns, and the fields of those that hold sub-records, by the name that expressions use."""
        return {item.identifier: item for variable in self.variables for item in (variable, *variable.fields)}

    @cached_property
    def dictionary(self) -> tuple[Variable, ...]:
        """The variables as the guide counts them: fields instead of the columns that hold them."""
        return tuple(item for variable in self.variables for item in variable.fields or (variable,))

    def path(self, variable: Variable, position: int | None = None) -> str:
        """Return what a variable is called in findings: `nombre`, or `afecciones[2].codigo` for a field."""
        if variable.group is None:
            return variable.name
        group = self.by_identifier[variable.group]
        place = f"{group.name}[{position}]" if position else group.name
        return place if len(group.fields) == 1 else f"{place}.{variable.name}"

    @cached_property
    def by_id(self) -> Mapping[str, Rule]:
        """All rules by id: of values, records, file, structure and files together."""
        folded = tuple(item.rule for item in (*self.file_rules, *self.across) if not item.holds)
        return {rule.id: rule for rule in (*self.structure, *self.rules, *folded)}

    def variable(self, name: str) -> Variable:
        """Return the variable called `name`, by the guide's name, identifier, header token or number.

        Raises
        ------
        KeyError
            If the guide has no such variable.
        """
        wanted = name.strip().casefold()
        for variable in (*self.dictionary, *self.variables):
            known = (
                variable.name,
                variable.identifier,
                variable.header,
                f"{self.prefix}{variable.number:03}",
            )
            if wanted in (item.casefold() for item in known):
                return variable
        raise KeyError(name)

    @cached_property
    def catalogs(self) -> tuple[str, ...]:
        """The names of the catalogues that the guide's rules consult, in order of name."""
        from giis.specs.expressions.nodes import catalogs_of

        names = {variable.catalog for variable in self.dictionary if variable.catalog}
        nodes = [node for rule in self.rules for node in (rule.when, rule.require)]
        nodes += [node for item in self.file_rules for node in (item.when, item.of, *item.by)]
        for node in nodes:
            names |= catalogs_of(node) if node is not None else set()
        return tuple(sorted(names))
