package io.upkeep.cli;

import java.util.ArrayList;
import java.util.List;

/** Lines up cells in columns; the first row is the heading. Cells are made harmless, the state column is coloured. */
final class Table {

    private final int stateColumn;
    private final List<List<String>> rows = new ArrayList<>();

    Table(int stateColumn, String... headings) {
        this.stateColumn = stateColumn;
        row(headings);
    }

    void row(String... cells) {
        List<String> row = new ArrayList<>();
        for (String cell : cells) {
            row.add(Plain.line(cell));
        }
        rows.add(row);
    }

    void print(Terminal terminal) {
        for (int i = 0; i < rows.size(); i++) {
            terminal.out().println(line(terminal, rows.get(i), i == 0));
        }
    }

    private String line(Terminal terminal, List<String> row, boolean heading) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            boolean last = column == row.size() - 1;
            String padded = last ? cell : cell + " ".repeat(width(column) - cell.length() + 2);
            if (heading) {
                padded = terminal.paint(Terminal.Tone.QUIET, padded);
            } else if (column == stateColumn) {
                padded = terminal.paint(Terminal.Tone.of(cell), padded);
            }
            line.append(padded);
        }
        return line.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
