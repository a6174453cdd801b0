"""Rows as they are printed."""

from enquiry2article.cli.output.tables import write_csv, write_table


def test_csv_is_no_formula_for_a_spreadsheet(capsys):
    write_csv(["a", "b"], [["=1+1", "x"], ["-5", "y,z"]])
    assert capsys.readouterr().out.splitlines() == ["a,b", "'=1+1,x", '\'-5,"y,z"']


def test_columns_of_a_table_stand_below_their_headings(capsys):
    write_table(["a", "bb"], [["long", "x"]])
    assert capsys.readouterr().out.splitlines() == ["a     bb", "long  x"]
