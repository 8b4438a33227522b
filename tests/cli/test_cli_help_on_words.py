"""A wrong word is answered with the nearest right one, and a shell can complete words."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("validte",), "validate"),
        (("validate", "x", "--fail-onn", "error"), "--fail-on"),
        (("validate", "x", "--fail-on", "warnin"), "warning"),
        (("validate", "x", "--lang", "ess"), "es"),
        (("validate", "x", "--format", "jsn"), "json"),
        (("validate", "x", "--profile", "strct"), "strict"),
        (("explain", "CEX055", "--format", "Json5"), "json"),
    ],
)
@pytest.mark.parametrize(("language", "question"), [("es", "quiso decir"), ("en", "did you mean")])
def test_the_nearest_word_is_told(command, words, meant, language, question):
    result = command(*words, env={"GIIS_LANG": language})
    told = result.stderr.decode()
    assert result.returncode == 2
    assert meant in told
    assert question in told.lower() or "--fail-on" in meant
    assert "Value error" not in told


def test_a_word_like_no_other_gets_no_suggestion(command):
    result = command("validate", "x", "--profile", "zzzz", env={"GIIS_LANG": "en"})
    assert b"Did you mean" not in result.stderr


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("giis val", {"validate"}),
        ("giis validate --bas", {"--baseline"}),
        ("giis validate --fail-on ", {"error", "warning", "never"}),
    ],
)
def test_bash_completes(command, line, expected):
    words = line.split(" ")
    environment = {
        "_GIIS_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
        "_TYPER_COMPLETE_ARGS": line,
    }
    result = command(env=environment)
    assert set(result.stdout.decode().split()) == expected, result.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_for_the_shell_is_given(command, shell):
    result = command("--show-completion", shell, env={"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"})
    assert b"_GIIS_COMPLETE" in result.stdout, result.stderr
