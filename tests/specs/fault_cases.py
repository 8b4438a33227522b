"""Wrong definitions: what is changed in the small invented guide, and what the error says; `#!` marks its line."""

from __future__ import annotations

from invented import WITH_SUBRECORDS

Edit = tuple[str, str]


def _variable(keys: str) -> Edit:
    """Put a variable `extra` with `keys` (flow style, one line each) at the end of the list."""
    return ("statements:\n", f"  - name: extra\n    label: {{es: X, en: X}}\n{keys}statements:\n")


def _typed(kind: str, *keys: str) -> Edit:
    return _variable(f"    type: {kind}\n" + "".join(f"    {key}\n" for key in keys))


def _cases(*cases: str, otherwise: str = '"-1"', kind: str = "integer") -> Edit:
    lines = [f"  - {{{case}}}" if not case.endswith("#!") else f"  - {{{case[:-2].strip()}}} #!" for case in cases]
    return _typed(kind, 'options: {"1": A, "2": B}', "cases:", *lines, f"otherwise: {otherwise}")


def _rule(*keys: str) -> Edit:
    first, *rest = keys
    title = "title: {es: X, en: X}"
    return _typed("integer", "rules:", f"  - {first}", *(f"    {key}" for key in (*rest, title)))


def _file_rule(*keys: str) -> Edit:
    title = "    title: {es: X, en: X}\n"
    return ("file_rules:\n", "file_rules:\n  - " + "\n    ".join(keys) + f"\n{title}")


def _statement(keys: str) -> Edit:
    return ("statements:\n", f"statements:\n  - {{id: G90, section: X, says: {{es: X, en: X}}{keys}\n")


PEDIATRIA = "        require: edad < 18\n"
CLAUSES = '    clauses: "4"\n'
OUTSIDE = '      - {clause: "4", reason:'
INCLUDE = "  - include: comun/persona\n"
OVERRIDE = '      sexo: {pages: "3"}\n'

FIELDS = ("fields:", "  - {name: dos, label: {es: X, en: X}, type: text}")

# fmt: off
# name: (what is changed, what the error says)
FAULTS: dict[str, tuple[list[Edit], str]] = {
    # expressions
    "unknown variable in a rule": ([(PEDIATRIA, "        require: edda < 18 #!\n")], "unknown name 'edda'"),
    "unknown variable in a case": ([_cases('when: sexx == 1, may: ["1"] #!')], "unknown name 'sexx'"),
    "unknown variable in a term": (
        [("is: edad >= 18, label", "is: sexxo >= 18, #!\n     label")],
        "unknown name 'sexxo'",
    ),
    "unknown variable in a block": (
        [("require: nacimiento <= this", "require: nacimento <= this #!")],
        "nacimento",
    ),
    "unknown variable in period": ([("period: fecha", "period: fechas #!")], "unknown name 'fechas'"),
    "period of a wrong type": ([("period: fecha", "period: sexo #!")], "must be of type date"),
    "unit of a wrong type": ([("unit: unidad", "unit: sexo #!")], "must be of type text"),
    "a repair that is none": ([_typed("text", "repair: {text: [colours]} #!")], "repair.text.0"),
    "a repair of the text of a number": ([_typed("integer", "repair: {text: [capitals]} #!")], "type text"),
    "zeros up to no length": ([_typed("text", "repair: {text: [zeros]} #!")], "fixed length"),
    "a pad without a catalogue": ([_typed("text", 'length: "4"', "repair: {pad: X} #!")], "keys of a catalogue"),
    "a text for nothing where nothing may stand": (
        [_typed("text", 'nullable: "true"', "repair: {empty: XX} #!")],
        "may be empty",
    ),
    "what mends is of another type": (
        [(PEDIATRIA, PEDIATRIA + "        mends: fecha #!\n")],
        "no value of type integer mends this",
    ),
    "what mends is unknown": ([(PEDIATRIA, PEDIATRIA + "        mends: nada #!\n")], "unknown name 'nada'"),
    "unknown function": ([(PEDIATRIA, "        require: ages(edad) < 18 #!\n")], "unknown function 'ages'"),
    "unknown catalogue in a condition": (
        [(PEDIATRIA, "        require: pais in catalog('PAISES') #!\n")],
        "unknown catalogue 'PAISES'",
    ),
    "unknown attribute": (
        [(PEDIATRIA, "        require: diagnostico.LSEXO == 'NO' #!\n")],
        "DIAGNOSTICO_SIS has no attribute 'LSEXO'",
    ),
    "attribute of an unbound variable": (
        [(PEDIATRIA, "        require: sexo.LSEX == 'NO' #!\n")],
        "bound to no catalogue",
    ),
    "type mismatch in require": (
        [(PEDIATRIA, "        require: edad < '18' #!\n")],
        "integer is compared with text",
    ),
    "type mismatch in when": ([("when: this == 3", "when: this == '3' #!")], "integer is compared with text"),
    "not a condition": ([(PEDIATRIA, "        require: edad #!\n")], "of type integer, not a condition"),
    "wrong regular expression": (
        [("matches(this, '[A-ZÑÜ]+')", "matches(this, '[A-Z') #!")],
        "not mean the same in every engine",
    ),
    "emptiness of what cannot be empty": (
        [(PEDIATRIA, "        require: present(sexo) #!\n")],
        "not nullable",
    ),
    "a rule that reads no variable": (
        [
            (PEDIATRIA, "        require: catalog_date('PAIS') <= as_of #!\n"),
            ("        when: this == 3\n", ""),
        ],
        "reads no variable",
    ),
    "a rule that is always kept": ([(PEDIATRIA, "        require: True #!\n")], "reads no variable"),
    # what can never apply
    "a case that can never apply": (
        [_cases('when: sexo == 2, may: ["1"]', 'when: sexo == 2 and mayor, may: ["2"] #!')],
        "this case can never apply: sexo == 2 and mayor",
    ),
    "a case outside the options": ([_cases('when: sexo == 7, may: ["1"] #!')], "can never apply"),
    "a rule that can never apply": ([("when: this == 3", "when: this == 4 #!")], "this rule can never apply"),
    "an empty range of ages": ([("when: this == 3", "when: edad > 20 and edad < 21 #!")], "can never apply"),
    # value sets and defaults
    "default outside the options": (
        [_cases('when: sexo == 1, may: ["1"]', otherwise='"7" #!')],
        "default '7'",
    ),
    "value outside the options": ([_cases('when: sexo == 1, may: ["5"] #!')], "5 is no option of extra"),
    "value of a wrong type": ([_cases("when: sexo == 1, must: [A] #!")], "'A' is no integer"),
    "value range outside the options": ([_cases("when: sexo == 1, must: 1..9 #!")], "9 is no option"),
    "both may and must": ([_cases('when: sexo == 1, may: ["1"], must: ["1"] #!')], "either `may` or `must`"),
    "neither may nor must": ([_cases("when: sexo == 1 #!")], "either `may` or `must`"),
    "no values": ([_cases("when: sexo == 1, must: [] #!")], "one value at least"),
    "cases without otherwise": (
        [
            ('    otherwise: "-1"\n    clauses', "    clauses"),
            (
                "    cases:\n      - {when: sexo == 2 and mayor",
                "    cases: #!\n      - {when: sexo == 2 and mayor",
            ),
        ],
        "cases need `otherwise`",
    ),
    "otherwise without cases": (
        [_typed("integer", 'options: {"1": A}', 'otherwise: "1" #!')],
        "has no meaning",
    ),
    "empty for what cannot be empty": ([_cases("when: sexo == 1, must: empty #!")], "not nullable"),
    "options where there are none": (
        [_typed("integer", "cases:", "  - {when: sexo == 1, must: options} #!", 'otherwise: "-1"')],
        "no options, range or catalogue",
    ),
    "unknown catalogue in a value set": (
        [_cases("when: sexo == 1, must: {catalog: PAISES} #!")],
        "unknown catalogue",
    ),
    "unknown key in a value set": ([_cases("when: sexo == 1, must: {catalogue: PAIS} #!")], "unknown key"),
    "two ranges that cannot be joined": (
        [
            _typed(
                "integer", "range: 1..9", "cases:", "  - {when: sexo == 1, may: 1..3} #!", "otherwise: 5..9"
            )
        ],
        "cannot be joined",
    ),
    # form of variables
    "unknown type": ([_typed("number #!")], "type: Input should be"),
    "range of a text": ([_typed("text", "range: 1..9 #!")], "range does not fit"),
    "range of a list": ([_typed("integers", "range: 1..9 #!")], "range does not fit"),
    "range without end": ([_typed("integer", 'range: "1.." #!')], "is no range"),
    "range the wrong way": ([_typed("integer", "range: 9..1 #!")], "is empty"),
    "range of decimals for an integer": ([_typed("integer", "range: 1..9.5 #!")], "'9.5' is no integer"),
    "digits of a text": ([_typed("text", 'digits: "3" #!')], "digits: '3' does not fit"),
    "decimals of an integer": ([_typed("integer", 'digits: "3.1" #!')], "does not fit"),
    "digits of a decimal": ([_typed("decimal", 'digits: "3" #!')], "does not fit"),
    "length of an integer": ([_typed("integer", 'length: "3" #!')], "length does not fit"),
    "length of nothing": ([_typed("text", "length: 0..3 #!")], "one character at least"),
    "pattern of an integer": ([_typed("integer", "pattern: '[0-9]' #!")], "pattern does not fit"),
    "pattern with a class": ([_typed("text", r"pattern: '\d+' #!")], "use literals, classes such as"),
    "pattern with an anchor": ([_typed("text", "pattern: '^[0-9]$' #!")], "does not mean the same"),
    "pattern that is none": ([_typed("text", "pattern: '(a' #!")], "no regular expression"),
    "pattern without measure": ([_typed("text", "pattern: 'a{5000}' #!")], "more than 1000 times"),
    "option of a wrong type": ([_typed("integer", "options: {A: B} #!")], "'A' is no integer"),
    "option with a leading zero": ([_typed("integer", 'options: {"01": B} #!')], "'01' is no integer"),
    "option without label": ([_typed("integer", 'options: {"1": } #!')], "at least 1 character"),
    "unknown value of a wrong type": ([_typed("integer", 'unknown: "x" #!')], "'x' is no integer"),
    "sentinel that the guide has not": (
        [_typed("integer", 'not_applicable: "88" #!')],
        "no sentinel of the guide",
    ),
    "many of a single value": ([_typed("integer", 'many: {max: "2"} #!')], "belongs to the types integers and records"),
    "many of none": ([_typed("integers", 'many: {max: "0"} #!')], "greater than or equal to 1"),
    "exclusive of a wrong type": ([_typed("integers", "many: {exclusive: [x]} #!")], "'x' is no integer"),
    "exclusive that is no option": ([_typed("integers", 'many: {exclusive: ["4"]} #!')], "no option"),
    "catalogue of decimals": (
        [_typed("decimal", "catalog: PAIS #!")],
        "no catalogue has keys of type decimal",
    ),
    "unknown catalogue": ([_typed("integer", "catalog: PAISES #!")], "unknown catalogue 'PAISES'"),
    "catalogue without name": ([_typed("integer", "catalog: {dated: fecha} #!")], "missing"),
    "catalogue dated by no date": (
        [_typed("integer", "catalog: {name: PAIS, dated: sexo} #!")],
        "is no date",
    ),
    "nullable that is neither": ([_typed("text", "nullable: yes #!")], "write true or false"),
    "name that expressions cannot say": (
        [("  - name: dosis", "  - name: 2dosis #!")],
        "cannot call a variable '2dosis'",
    ),
    "reserved name": ([("  - name: dosis", "  - name: this #!")], "cannot call a variable 'this'"),
    "name of a constant": ([("  - name: dosis", "  - name: TOPE #!")], "taken by a constant"),
    # keys
    "unknown key of a guide": ([("prefix: TST\n", "prefix: TST\nprefijo: TST #!\n")], "prefijo: unknown key"),
    "unknown key of a variable": ([_typed("integer", "option: {A: B} #!")], "option: unknown key"),
    "unknown key of a rule": ([(PEDIATRIA, PEDIATRIA + "        requires: x #!\n")], "unknown key"),
    "unknown key of a term": (
        [("    unit: {es: años", "    unidad: {es: años, en: x} #!\n    unit: {es: años")],
        "unknown",
    ),
    "unknown key of a statement": ([_statement(", reglas: [X]} #!")], "reglas: unknown key"),
    "unknown key of a file rule": (
        [_file_rule("id: x", "kind: unique", "by: record", "per: x #!")],
        "unknown key",
    ),
    "unknown key of an include": ([(INCLUDE, INCLUDE + "    without: [sexo] #!\n")], "has no key 'without'"),
    "unknown key of a block": (
        [("block: comun/persona\n", "block: comun/persona\nguide: x #!\n")],
        "has no key 'guide'",
    ),
    "missing key of a guide": (
        [("guide: GIIS-B999-01-01\n", "guide: GIIS-B999-01-01 #!\n"), ("prefix: TST\n", "")],
        "this key is missing",
    ),
    "missing key of a variable": (
        [("  - name: dosis\n    label: {es: Dosis, en: Dose}\n", "  - name: dosis #!\n")],
        "label: this key is missing",
    ),
    "missing language": (
        [("label: {es: Dosis, en: Dose}", "label: {es: Dosis} #!")],
        "label.en: this key is missing",
    ),
    "missing require": (
        [("      - id: pediatria\n", "      - id: pediatria #!\n"), (PEDIATRIA, "")],
        "require: this key is",
    ),
    "wrong severity": ([(PEDIATRIA, PEDIATRIA + "        severity: fatal #!\n")], "severity"),
    "wrong profile": ([(PEDIATRIA, PEDIATRIA + "        profile: {stricter: error} #!\n")], "profile"),
    "wrong guide id": ([("guide: GIIS-B999-01-01", "guide: B999 #!")], "guide: String should match"),
    "wrong prefix": ([("prefix: TST", "prefix: TEST #!")], "prefix: String should match"),
    "wrong rule id": ([("id: pediatria", "id: Pediatría #!")], "id: String should match"),
    "wrong numbers": ([_typed("integer", "pages: 3-1 #!")], "no range of numbers"),
    "endless numbers": ([_typed("integer", "pages: 1-999999 #!")], "no range of numbers"),
    # names that stand twice
    "duplicate variable": ([("  - name: dosis", "  - name: sexo #!")], "the variable 'sexo' stands twice"),
    "duplicate header": (
        [("  - name: dosis", "  - header: SEXO\n    name: dosis #!")],
        "stands already for sexo",
    ),
    "duplicate rule id": (
        [
            (
                "    outside:\n",
                "      - id: pediatria #!\n        require: edad < 9\n        title: {es: X, en: X}\n    outside:\n",
            )
        ],
        "TST008-pediatria stands twice",
    ),
    "rule with the id of a derived one": (
        [_rule("id: formato #!", "require: this > 3")],
        "TST013-formato stands twice",
    ),
    "duplicate file rule": (
        [
            _file_rule("id: tope", "kind: unique", "by: record"),
            ("  - id: tope\n    kind: share", "  - id: tope #!\n    kind: share"),
        ],
        "TST-tope stands twice",
    ),
    "duplicate statement": (
        [("{id: G02, section: Notas,", "{id: G01, #!\n     section: Notas,")],
        "G01 stands twice",
    ),
    "duplicate term": ([("  - name: edad\n", "  - name: mayor #!\n")], "the term 'mayor' stands twice"),
    "term called as a variable": (
        [("{name: viejo, is: edad > 60}", "{name: sexo, is: edad > 60} #!")],
        "is taken",
    ),
    "term called as a constant": (
        [("{name: viejo, is: edad > 60}", "{name: TOPE, is: edad > 60} #!")],
        "is taken",
    ),
    "term that needs itself": (
        [("is: years(nacimiento, fecha)", "is: years(nacimiento, fecha) + edad #!")],
        "BinOp is no part",
    ),
    "terms that need each other": (
        [
            ("{name: viejo, is: edad > 60}", "{name: viejo, is: joven}\n  - {name: joven, is: not viejo}"),
            ("is: joven}", "is: joven} #!"),
        ],
        "depends on itself",
    ),
    # paragraphs
    "paragraph uncounted": ([(CLAUSES, '    clauses: "5" #!\n')], "paragraph 5 of motivo is left uncounted"),
    "paragraph out of range": (
        [(CLAUSES, '    clauses: "3" #!\n')],
        "paragraph 4 is named, but the column has 3",
    ),
    "paragraph zero": (
        [(OUTSIDE, '      - {clause: "0,4", reason:'), (CLAUSES, '    clauses: "4" #!\n')],
        "paragraph 0",
    ),
    "paragraph checked and outside": (
        [(OUTSIDE, '      - {clause: "2,4", #!\n         reason:')],
        "paragraph 2 has two treatments: TST008 and outside",
    ),
    "paragraph outside twice": (
        [
            (
                OUTSIDE,
                '      - {clause: "4", reason: {es: X, en: X}}\n      - {clause: "4", #!\n         reason:',
            )
        ],
        "paragraph 4 has two treatments: outside and outside",
    ),
    "paragraph twice in one list": (
        [(OUTSIDE, '      - {clause: "4,4", #!\n         reason:')],
        "names a number twice",
    ),
    "cover of a rule that is not there": (
        [('covers: {opciones: "1",', 'covers: {rango: "1", #!\n      ')],
        "no derived rule 'rango'",
    ),
    "reading of a rule that is not there": (
        [_typed("integer", "readings: {casos: {es: X, en: X}} #!")],
        "no derived rule 'casos'",
    ),
    # references
    "unknown block": ([(INCLUDE, "  - include: comun/nadie #!\n")], "unknown block 'comun/nadie'"),
    "block outside the folder": ([(INCLUDE, "  - include: ../guides/x #!\n")], "unknown block"),
    "block that is no name": (
        [(INCLUDE, "  - include: [comun/persona] #!\n")],
        "the name of a block is wanted",
    ),
    "block that calls itself otherwise": (
        [("block: comun/persona", "block: comun/otra #!")],
        "must be comun/persona",
    ),
    "unknown code list": (
        [("{list: sexos, only: 1-3}", "{list: sexoss, only: 1-3} #!")],
        "unknown code list 'sexoss'",
    ),
    "code list by path": ([("{list: sexos, only: 1-3}", "{list: ../sexos} #!")], "unknown code list"),
    "code that the list has not": (
        [("{list: sexos, only: 1-3}", "{list: sexos, only: 1-5} #!")],
        "has no '5'",
    ),
    "code list with wrong numbers": (
        [("{list: sexos, only: 1-3}", "{list: sexos, only: x} #!")],
        "no list of numbers",
    ),
    "code list that is none": (
        [('options: {"1": HOMBRE, "2": MUJER, "3": OTRO, "4": MÁS}', "options: [HOMBRE] #!")],
        "from code to label",
    ),
    "unknown like": ([_typed("integer", "like: nadie #!")], "no earlier variable is called 'nadie'"),
    "like of an unknown block": ([_typed("integer", "like: nada/nadie #!")], "unknown block 'nada'"),
    "like of no variable of a block": (
        [_typed("integer", "like: comun/persona/nadie #!")],
        "'comun/persona' has no variable 'nadie'",
    ),
    "like of itself": (
        [("  - name: nacimiento\n", "  - name: nacimiento\n    like: comun/persona/nacimiento #!\n")],
        "is like itself",
    ),
    "like of a later variable": (
        [("  - name: pais\n", "  - name: pais\n    like: peso #!\n")],
        "no earlier variable",
    ),
    "unknown override": ([(OVERRIDE, '      nadie: {pages: "3"} #!\n')], "no variable 'nadie' to override"),
    "override that is no mapping": ([(OVERRIDE, "      sexo: 3 #!\n")], "a mapping is wanted"),
    "override of what is left out": (
        [(INCLUDE, INCLUDE + "    omit: [sexo]\n"), (OVERRIDE, '      sexo: {pages: "3"} #!\n')],
        "overridden, but not included",
    ),
    "unknown omit": ([(INCLUDE, INCLUDE + "    omit: [nadie] #!\n")], "the block has no variable 'nadie'"),
    "unknown only": (
        [(INCLUDE, INCLUDE + "    only:\n      - sexo\n      - nadie #!\n")],
        "no variable 'nadie'",
    ),
    "drop of an unknown rule": (
        [(OVERRIDE, OVERRIDE + '      apodo:\n        rules:\n          - {id: cifras, drop: "true"} #!\n')],
        "no rule 'cifras' to drop",
    ),
    "rule overridden twice": (
        [
            (
                OVERRIDE,
                OVERRIDE
                + "      apodo:\n        rules:\n          - {id: letras, severity: info}\n"
                "          - {id: letras, severity: error} #!\n",
            )
        ],
        "the rule 'letras' stands twice",
    ),
    "fault of a block's rule beside an override": (
        [
            (
                OVERRIDE,
                OVERRIDE + "      fecha:\n        rules:\n          - {id: registro, severity: warning}\n",
            ),
            ("require: nacimiento <= this", "require: nacimento <= this #!"),
        ],
        "unknown name 'nacimento'",
    ),
    "fault of a block's key in an overridden rule": (
        [
            (
                OVERRIDE,
                OVERRIDE + "      fecha:\n        rules:\n          - {id: orden, severity: warning}\n",
            ),
            ("require: nacimiento <= this", "require: nacimento <= this #!"),
        ],
        "unknown name 'nacimento'",
    ),
    "fault of an override in an overridden rule": (
        [
            (
                OVERRIDE,
                OVERRIDE
                + "      fecha:\n        rules:\n          - id: orden\n            require: nacimento <= this #!\n",
            )
        ],
        "unknown name 'nacimento'",
    ),
    "unknown rule in a statement": ([_statement(", rules: [TST-nadie]} #!")], "unknown rule 'TST-nadie'"),
    "statement without treatment": ([_statement("} #!")], "exactly one of rules, outside, definition"),
    "statement with two treatments": (
        [_statement(", rules: [TST-tope], outside: {es: X, en: X}} #!")],
        "exactly one of",
    ),
    # file rules
    "share without of": ([_file_rule("id: x #!", "kind: share", 'max_percent: "3"')], "kind share needs of"),
    "share without limit": ([_file_rule("id: x #!", "kind: share", "of: sexo == 1")], "needs max_percent"),
    "share of more than all": (
        [_file_rule("id: x", "kind: share", "of: sexo == 1", 'max_percent: "101" #!')],
        "100",
    ),
    "share of no condition": (
        [_file_rule("id: x", "kind: share", 'max_percent: "3"', "of: sexo #!")],
        "not a condition",
    ),
    "share with by": (
        [_file_rule("id: x", "kind: share", 'max_percent: "3"', "of: sexo == 1", "by: record #!")],
        "has no by",
    ),
    "constant without value": (
        [_file_rule("id: x #!", "kind: constant", "by: [sexo]")],
        "kind constant needs value",
    ),
    "constant without by": (
        [_file_rule("id: x #!", "kind: constant", "value: sexo")],
        "kind constant needs by",
    ),
    "constant of a term": (
        [_file_rule("id: x", "kind: constant", "by: [sexo]", "value: edad #!")],
        "must be a variable",
    ),
    "constant by record": (
        [_file_rule("id: x", "kind: constant", "value: sexo", "by: record #!")],
        "names the values",
    ),
    "unique without by": ([_file_rule("id: x #!", "kind: unique")], "kind unique needs by"),
    "unique by a list": (
        [_file_rule("id: x", "kind: unique", "by: [sexo,", "     riesgos] #!")],
        "a single value",
    ),
    "unknown kind": ([_file_rule("id: x", "kind: sum #!")], "kind"),
    "file rule of an unknown variable": (
        [_file_rule("id: x", "kind: unique", "by: record", "variable: nadie #!")],
        "unknown variable 'nadie'",
    ),
    # strict YAML
    "anchor": ([("prefix: TST", "prefix: &x TST #!")], "the anchor &x is not allowed"),
    "alias": ([("prefix: TST", "prefix: *x #!")], "the alias"),
    "tag": ([("prefix: TST", "prefix: !!str TST #!")], "the tag"),
    "duplicate key": (
        [("prefix: TST", "prefix: TST\nprefix: TSU #!")],
        "the key 'prefix' stands already in line 5",
    ),
    "duplicate key in a block": (
        [("    label: {es: Sexo, en: Sex}", "    name: x #!\n    label: {es: Sexo, en: Sex}")],
        "stands already",
    ),
    "merge key": ([("prefix: TST", "prefix: TST\n<<: {x: y} #!")], "merge keys"),
    "list where a mapping is wanted": (
        [("terms:\n  - {name: viejo, is: edad > 60}", "terms:\n  - viejo #!")],
        "a mapping is wanted",
    ),
    "mapping where a list is wanted": (
        [("  - {name: viejo, is: edad > 60}\n", ""), ("terms:\nvar", "terms: {} #!\nvar")],
        "terms must be a list",
    ),
    # sub-records
    "fields of a single value": (
        [_typed("text", "fields: [{name: x, label: {es: X, en: X}, type: text}] #!")],
        "`fields` belong to the type records",
    ),
    "records without fields": ([_typed("records #!")], "a variable of type records has fields"),
    "form of records": (
        [_typed("records", 'digits: "3" #!', *FIELDS)],
        "digits does not fit a variable of type records",
    ),
    "records in records": (
        [_typed("records", "fields:", "  - name: dos", "    label: {es: X, en: X}", "    type: records",
                "    fields: #!", "      - {name: tres, label: {es: X, en: X}, type: text}")],
        "sub-records hold no sub-records",
    ),
    "limits the wrong way round": (
        [_typed("records", 'many: {min: "3", max: "2"} #!', *FIELDS)],
        "no number is from 3 to 2",
    ),
    "sequence that is no field": ([_typed("records", "many: {sequence: tres} #!", *FIELDS)], "'tres' is no field"),
    "sequence of texts": (
        [_typed("records", "many: {sequence: dos}", "fields:", "  - name: dos", "    label: {es: X, en: X}",
                "    type: text #!")],
        "the field that counts sub-records is an integer",
    ),
    "distinct of what is no field": ([_typed("records", "many: {distinct: [tres]} #!", *FIELDS)], "'tres' is no field"),
    "sequence of integers": ([_typed("integers", "many: {sequence: tres} #!")], "belong to the type records"),
    "field that is not asked of each": (
        [WITH_SUBRECORDS, (PEDIATRIA, "        require: lugar == 1 #!\n")],
        "lugar is a field of ACTOS, which may hold several; ask any(ACTOS, …) or all(…)",
    ),
    "quantifier without a field": (
        [WITH_SUBRECORDS, (PEDIATRIA, "        require: any(ACTOS, edad < 18) #!\n")],
        "the condition names no field of ACTOS",
    ),
    "quantifier without a condition": (
        [WITH_SUBRECORDS, (PEDIATRIA, "        require: any(ACTOS) #!\n")],
        "any takes a column and a condition on its fields",
    ),
    "position of nothing": ([(PEDIATRIA, "        require: position == 1 #!\n")], "unknown name 'position'"),
    "compared records": (
        [WITH_SUBRECORDS, (PEDIATRIA, "        require: ACTOS == ACTOS #!\n")],
        "a list is asked with `in` or count()",
    ),
    "field called like a variable": (
        [WITH_SUBRECORDS, ("      - name: lugar\n", "      - name: sexo #!\n")],
        "the variable 'sexo' stands twice",
    ),
    # codes, times, constants
    "wrong range of codes": (
        [(PEDIATRIA, "        require: cie(apodo, 'T98-S00') #!\n")],
        "the ends of the range 'T98-S00' do not go together",
    ),
    "no range of codes": ([(PEDIATRIA, "        require: cie(apodo, 'x') #!\n")], "'x' is no range of codes"),
    "pattern of a time": ([_typed("time", "pattern: x #!")], "pattern does not fit a variable of type time"),
    "constant that is no date": (
        [("constants: {GENERICA: NADIE", "constants: {DIA: 31/02/2024, GENERICA: NADIE #!\n  ")],
        "the constant DIA",
    ),
}
