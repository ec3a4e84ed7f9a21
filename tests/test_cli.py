"""The command line as users see it: help, exit codes, messages that name the file and the remedy."""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli import main
from tests.conftest import ROOT

COMMANDS = ["run", "repair", "extract", "tables", "review", "report", "explain", "doctor", "completion"]
SAMPLE = str(ROOT / "raw" / "ct-tech-tashkent.txt")


@pytest.mark.parametrize("arguments", [["--help"], *([c, "--help"] for c in COMMANDS)], ids=" ".join)
def test_every_command_has_help_with_exit_codes(arguments, capsys):
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "1 after a run, something is in quarantine · 2 usage, no input, the file given cannot be read," in told


def test_without_a_command_help_comes_up_and_each_help_has_an_example(capsys):
    assert main([]) == 0
    assert "COMMAND" in capsys.readouterr().out
    for command in ("run", "repair", "extract", "tables", "review", "report", "explain"):
        with pytest.raises(SystemExit):
            main([command, "--help"])
        assert f"for example:\n  communique {command}" in capsys.readouterr().out


def test_a_folder_in_place_of_a_file_is_refused(tmp_path, capsys):
    assert main(["explain", str(tmp_path)]) == 2
    assert "is a folder; give one of its files" in capsys.readouterr().err


def test_every_command_is_in_the_readme():
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [c for c in COMMANDS if f"communique {c}" not in readme] == []


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["run", "no-such-folder", "out"], 2, "no-such-folder: there is no such folder; give the folder"),
        (["run", "empty", "out"], 2, "empty: the folder is empty; put releases there"),
        (["run", "good", "out", "--model", "no_such_model"], 2, "no spaCy model 'no_such_model': install it"),
        (["explain", SAMPLE, "--model", "no_such_model"], 2, "no spaCy model 'no_such_model': install it"),
        (["explain", SAMPLE, "--model", "good"], 2, "good: holds no spaCy model (config.cfg is missing); give"),
        (["run", "good", "out", "--config", "no.toml"], 2, "no.toml: cannot be read (No such file or directory);"),
        (["run", "good", "out", "--watch", "--dry-run"], 2, "give one of them"),
        (["run", "good", "out", "--scheduler", "tcp://zed.example:1"], 2, "--scheduler is for --engine dask"),
        (["tables", "out"], 2, "run `communique run` first"),
        (["explain", "no-such-file.txt"], 2, "no-such-file.txt: cannot be read"),
        (["extract", "good/nothing.txt"], 2, "nothing.txt"),
        (["explain", "good/nothing.txt"], 2, "nothing.txt"),  # only a run has a quarantine
        (["repair", "good/picture.txt"], 2, "picture.txt"),
        (["repair", "good/table.xyz"], 2, "not one of the formats that can be read"),
    ],
)
def test_a_users_mistake_is_reported_in_one_line_without_a_traceback(
    arguments, code, told, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "good").mkdir()
    (tmp_path / "good" / "nothing.txt").write_bytes(b"")
    (tmp_path / "good" / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0")
    (tmp_path / "good" / "table.xyz").write_bytes(b"words")
    assert main(arguments) == code
    out, err = capsys.readouterr()
    assert told in err
    assert "Traceback" not in out + err


@pytest.mark.parametrize("day", ["yesterday", "2023-02-30", "27.9.2023", "20230927"])
def test_a_publication_date_must_be_a_day(day, capsys):
    with pytest.raises(SystemExit) as end:
        main(["extract", SAMPLE, "--published", day])
    assert end.value.code == 2
    assert "write it as 2023-09-27" in capsys.readouterr().err


def test_repair_prints_the_repaired_text_and_never_loads_spacy():
    code = f"import sys; from pipeline.cli import main; main(['repair', {SAMPLE!r}]); sys.exit('spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT)
    assert done.returncode == 0
    assert "stressed that “Designing effective" in done.stdout.decode()


def test_repair_explains_each_edit(capsys):
    assert main(["repair", SAMPLE, "--explain"]) == 0
    printed = capsys.readouterr()
    assert "缅北禁地" in printed.out
    assert "gb18030" in printed.err


def test_extract_prints_one_line_of_json_per_release(capsys):
    assert main(["extract", str(ROOT / "raw" / "agency-bulletins.jsonl")]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [x["document_id"].rpartition(".")[2] for x in lines] == ["bulletin-17", "bulletin-18", "bulletin-19"]
    assert all(x["text"][m["start"] : m["end"]] == m["text"] for x in lines for m in x["mentions"])
    assert [x["published"] for x in lines] == ["2024-02-12", "2024-02-20", "2024-03-04"]


def test_explain_says_of_what_an_organisation_is_part(tmp_path, capsys):
    file = tmp_path / "release.txt"
    file.write_text("LINDMOOR, 3 May 2022 – The Velora University Press Office opened. Velora University is glad.\n")
    assert main(["explain", str(file), "--colour", "never"]) == 0
    assert "Velora University Press Office   university   part of Velora University\n" in capsys.readouterr().out


def test_explain_shows_every_stage(capsys):
    assert main(["explain", SAMPLE, "--colour", "never"]) == 0
    out = re.sub(r"\n +", " ", capsys.readouterr().out)  # long lines are wrapped
    for told in (
        "¡° → “   (gb18030 read as latin-1",
        "injected: 缅北禁地",
        "[Charlotte Adriaen|PERSON]",
        "no publication date",
        "European Union → ORGANISATION org-european-union   (organisations.reader",
        "Uzbekistan → COUNTRY UZB   (countries.",
        "   overlaps another",
        "Ambassador of the European Union to Uzbekistan   → at European Union · for UZB   (confidence",
        "27 September → 2023-09-27",
        "[not closed]",
    ):
        assert told in out
    assert "\x1b[" not in out


@pytest.mark.parametrize(
    ("command", "printed"),
    [("explain", rb"\u7f05\u5317"), ("extract", "缅北".encode())],  # `\xe9`, which Python writes for é, is no JSON
)
def test_a_terminal_that_is_not_in_utf_8_stops_no_command(command, printed, monkeypatch):
    stdout = io.TextIOWrapper(io.BytesIO(), "ascii")
    monkeypatch.setattr(sys, "stdout", stdout)
    assert main([command, SAMPLE]) == 0
    stdout.flush()
    assert printed in stdout.buffer.getvalue()


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["repair", "b\udcff.txt"], 0, "The bridge is open."),
        (["repair", "no\udcff.txt"], 2, "cannot be read"),
        (["review", "OUT", "--merge", "\udcff", "NAM"], 2, "is not in utf-8, the encoding here"),
    ],
)
def test_an_argument_that_is_not_utf_8_causes_no_traceback(
    arguments, code, told, processed, tmp_path, monkeypatch, capfd
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "b\udcff.txt").write_text("The bridge is open.", "utf-8")
    assert main([str(processed) if a == "OUT" else a for a in arguments]) == code
    assert told in "".join(capfd.readouterr())


@pytest.mark.parametrize("before", ["", "“A long road.” "])
def test_explain_shows_lost_marks_and_speakers_without_a_name(before, tmp_path, capsys):
    path = tmp_path / "a.txt"
    path.write_text(f"The bridge is open.\n\n{before}We are proud of it,” the spokesman said.\n", "utf-8")
    assert main(["explain", str(path), "--colour", "never"]) == 0
    out = capsys.readouterr().out
    assert "  [not opened] We are proud of it,”\n      — “the spokesman”, not named, cue “said”   (direct" in out


def test_explain_shows_what_the_head_of_a_release_says(tmp_path, capsys):
    path = tmp_path / "canal.txt"
    path.write_text(
        "EMBARGOED UNTIL 5 May 2022 10:00\nPress Release No. 45/2022\n\nCanal opens in Lima\n\n"
        "LIMA, May 4, 2022 – The canal opened today. It is long, and it is deep, said the town.\n",
        "utf-8",
    )
    assert main(["explain", str(path), "--colour", "never"]) == 0
    head = ", published 2022-05-04 (dateline), reference 45/2022, embargoed until 2022-05-05T10:00\n"
    assert head in capsys.readouterr().out
    assert main(["extract", str(path)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["reference"], found["embargoed_until"]) == ("45/2022", "2022-05-05T10:00")


def test_a_release_that_a_run_leaves_out_has_no_rows_here_either(tmp_path, capsys):
    path = tmp_path / "de.txt"
    text = "Die Brücke ist offen, sagte Eva Lund in Berlin. Sie ist lang und schön, und alle sind darüber sehr froh.\n"
    path.write_text(text * 3, "utf-8")
    assert main(["extract", str(path)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["mentions"], [f["kind"] for f in found["findings"]]) == ([], ["not_english"])
    assert [s["kind"] for s in found["sections"]] == ["body"]
    assert main(["explain", str(path)]) == 0
    assert "not in English: repaired and sectioned, not extracted" in capsys.readouterr().out


def test_explain_has_colours_when_asked(capsys):
    main(["explain", SAMPLE, "--colour", "always"])
    assert "\x1b[1;35mCharlotte Adriaen\x1b[0m" in capsys.readouterr().out


def test_quarantine_gives_exit_code_1_and_the_rest_is_processed(tmp_path, capsys):
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    (raw / "broken.txt").write_bytes(b"\x00\x01\x02" * 400)
    (raw / "good.txt").write_text("The European Union said on Monday that talks would go on.\n", "utf-8")
    assert main(["run", str(raw), str(out), "--engine", "inline"]) == 1
    told = capsys.readouterr().err
    assert "broken.txt: " in told
    assert "convert" in told  # the remedy
    assert "quarantine.csv" in told
    assert (out / "text" / "good.txt").exists()
    (raw / "broken.txt").unlink()
    assert main(["run", str(raw), str(out), "--engine", "inline"]) == 0
    assert main(["tables", str(out)]) == 0


@pytest.mark.parametrize(
    ("command", "code", "told"),
    [
        ("run raw out | true; exit ${PIPESTATUS[0]}", 1, "b.xyz: not one of the formats"),
        ("run raw out > /dev/full", 1, "standard output: cannot be written (No space left on device)\ncommunique: b"),
        ("run raw out 2> /dev/full", 120, "releases in out: 0"),  # the code of Python for this
        ("run raw out 2>&-", 1, "releases in out: 0"),
        ("run raw out >&- 2>&-", 1, ""),
        ("run - out <&-", 1, "stdin.txt: the file is empty"),
        ("repair raw/a.md >&-", 0, ""),
        ("repair raw/a.md | true; exit ${PIPESTATUS[0]}", 0, ""),
        ("repair raw/a.md > /dev/full", 2, "standard output: cannot be read or written (No space left on device)"),
        ("repair <&-", 2, "-: the file is empty"),
    ],
)
def test_standard_streams_may_be_closed_or_full_or_their_reader_gone(command, code, told, tmp_path):
    if "full" in command and not Path("/dev/full").exists():
        pytest.skip("the system has no /dev/full")
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "b.xyz").write_text("words", "utf-8")
    if "repair" in command:
        (tmp_path / "raw" / "a.md").write_text("The bridge is open.", "utf-8")
    env = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": ""}
    done = subprocess.run(
        ["bash", "-c", f'"$0" -m pipeline {command}', sys.executable], cwd=tmp_path, env=env, capture_output=True
    )
    assert done.returncode == code
    assert told in (done.stdout + done.stderr).decode()
    assert b"Traceback" not in done.stderr


def test_run_takes_standard_input_and_says_which_fields_it_took(tmp_path, capsys, monkeypatch):
    records = [
        {"Story": "The European Union said on Monday that talks would go on.", "id": "x"},
        {"body": "Not taken."},
    ]
    data = "\n".join(map(json.dumps, records)).encode()

    def go(data, *arguments):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
        return main(["run", *arguments, "--engine", "inline"])

    out = str(tmp_path / "out")
    assert go(data, "-", out, "--format", "jsonl", "--field", "text=story") == 1
    told = capsys.readouterr()
    assert "stdin.jsonl: text from “Story”, id from “id”" in told.out
    assert "stdin.jsonl, record 2: no text: none of the fields story is filled (found: body)" in told.err
    assert go(b"", "-", out) == 1
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("A release.")
    assert go(b"", str(tmp_path / "raw"), out) == 0
    assert go(b"A release.", "-", out) == 2
    assert "give standard input another output folder" in capsys.readouterr().err
    assert (tmp_path / "out" / "text" / "a.txt").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["run", "", "out"], "nothing between the quotes; name a file or a folder"),
        (["run", "good", "out", "--config", ""], "argument --config: nothing between the quotes"),
        (["explain", ""], "argument FILE: nothing between the quotes"),
        (["extract", ""], "argument FILE: nothing between the quotes"),
        (["review", "--number", "-3"], "argument --number: "),
        (["review", "--number", "all"], "'all' is not a number"),
    ],
)
def test_a_value_that_an_option_cannot_have_is_a_mistake_in_usage(arguments, told, capsys):
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("value", ["text", "colour=x", "text= ", "=x"])
def test_a_field_is_given_as_part_and_name(value, capsys):
    with pytest.raises(SystemExit) as end:
        main(["run", "--field", value])
    assert end.value.code == 2
    assert "write it as PART=NAME" in capsys.readouterr().err


def test_repair_is_a_filter(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("He said ¡°yes¡± today.\n".encode())))
    assert main(["repair"]) == 0
    assert capsys.readouterr().out == "He said “yes” today.\n"


@pytest.mark.parametrize(
    ("options", "printed"),
    [([], "\uff21 co\u00adoperation of ﬁne cafe\u0301s"), (["--normalise"], "A cooperation of fine cafés")],
)
def test_repair_normalises_on_request(options, printed, capsys, monkeypatch):
    text = "\uff21 co\u00adoperation of ﬁne cafe\u0301s"
    for data, format_ in ((text, "txt"), (json.dumps({"text": text}), "jsonl")):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data.encode())))
        assert main(["repair", "--format", format_, *options]) == 0
        assert capsys.readouterr().out == printed


def test_releases_of_one_file_are_printed_with_a_blank_line_between_them(tmp_path, capsysbinary):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "The bridge is open."}\n{"text": "The pier is shut."}\n', "utf-8")
    assert main(["repair", str(path)]) == 0
    assert capsysbinary.readouterr().out == b"The bridge is open.\n\nThe pier is shut."


def test_repair_reads_standard_input_in_any_format(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"text": "\\u00a1\\u00b0Hello\\u00a1\\u00b1"}')))
    assert main(["repair", "-", "--format", "jsonl"]) == 0
    assert capsys.readouterr().out == "“Hello”"


def test_control_characters_of_names_are_written_out(tmp_path, capsys):
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a\x1b[2Jb\x07.xyz").write_text("words", "utf-8")
    assert main(["run", str(raw), str(tmp_path / "out\x1b[31m")]) == 1
    printed, told = capsys.readouterr()
    assert "a\\x1b[2Jb\\x07.xyz: not one of the formats" in told
    assert "out\\x1b[31m' --format xlsx" in printed
    assert "\x1b" not in printed + told


def test_a_damaged_log_of_runs_is_kept_and_a_new_one_started(tmp_path, capsys):
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    (raw / "a.xyz").write_text("words", "utf-8")
    main(["run", str(raw), str(out)])
    (out / "runs.csv").write_bytes(b"\xff\xfe damaged")
    assert main(["run", str(raw), str(out)]) == 1
    assert (out / "runs.old.csv").read_bytes() == b"\xff\xfe damaged"
    assert len((out / "runs.csv").read_text("utf-8").splitlines()) == 2
    (out / "runs.csv").write_bytes(b"columns,of,another,version")
    main(["run", str(raw), str(out)])
    assert (out / "runs.old.csv").read_bytes() == b"\xff\xfe damaged"
    assert (out / "runs.old-2.csv").read_bytes() == b"columns,of,another,version"


def test_an_export_to_a_missing_folder_is_reported(processed, tmp_path, capsys):
    assert main(["review", str(processed), "--export", str(tmp_path / "no" / "tasks.json")]) == 2
    assert "cannot be read or written" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "function", "told"),
    [
        ("report", "pipeline.report.write_report", "stopped\n"),
        ("tables", "pipeline.runs.run.write_tables", "stopped\n"),
        ("run", "pipeline.runs.run.run", "stopped; what was done is saved, and the next run continues from there\n"),
    ],
)
def test_only_a_run_that_is_stopped_speaks_of_the_next_run(command, function, told, tmp_path, monkeypatch, capsys):
    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(function, stopped)
    assert main([command, str(tmp_path)]) == 130
    assert capsys.readouterr().err == f"communique: {told}"


def test_the_command_line_is_stopped_quietly_while_it_loads():
    code = "import os, signal, sys\nfrom pipeline.__main__ import main\n"
    code += (
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a shell may have it ignored in the background
    )
    code += "sys.addaudithook(lambda _, about: about[:1] == ('pipeline.cli',) and os.kill(os.getpid(), signal.SIGINT))"
    done = subprocess.run([sys.executable, "-c", f"{code}\nsys.exit(main())"], capture_output=True, cwd=ROOT)
    assert (done.returncode, done.stderr) == (130, b"")
