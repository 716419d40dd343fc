package dev.escapement.testcluster.differential;

import java.util.List;

/** Where two servers first answered differently. */
record Difference(Script script, int step, String embedded, String real) {
    /** What is alike around a line that differs. */
    private static final int AROUND = 3;

    @Override
    public String toString() {
        return """
                The servers differ in area "%s", seed %d. Run it with
                  -Ddifferential.area=%s -Ddifferential.seeds=%d
                The requests, of which the last is answered differently (${ns} is the run's namespace):
                %s
                - embedded, + real:
                %s""".formatted(script.area(), script.seed(), script.area(), script.seed(), script.upTo(step), diff());
    }

    /** The lines that differ, and some around them. */
    String diff() {
        var left = embedded.lines().toList();
        var right = real.lines().toList();
        var common = common(left, right);
        var text = new StringBuilder();
        int i = 0;
        int j = 0;
        int alike = 0;
        var pending = new java.util.ArrayDeque<String>();
        while (i < left.size() || j < right.size()) {
            boolean same = i < left.size() && j < right.size() && left.get(i).equals(right.get(j));
            if (same) {
                var line = "  " + left.get(i) + "\n";
                if (alike++ < AROUND && !text.isEmpty()) {
                    text.append(line);
                } else {
                    pending.add(line);
                    if (pending.size() > AROUND) {
                        pending.removeFirst();
                    }
                }
                i++;
                j++;
                continue;
            }
            alike = 0;
            pending.forEach(text::append);
            pending.clear();
            if (j >= right.size() || (i < left.size() && common[i + 1][j] >= common[i][j + 1])) {
                text.append("- " + left.get(i++) + "\n");
            } else {
                text.append("+ " + right.get(j++) + "\n");
            }
        }
        return text.toString();
    }

    /** The lengths of the longest common parts from each pair of lines on. */
    private static int[][] common(List<String> left, List<String> right) {
        var common = new int[left.size() + 2][right.size() + 2];
        for (int i = left.size() - 1; i >= 0; i--) {
            for (int j = right.size() - 1; j >= 0; j--) {
                common[i][j] = left.get(i).equals(right.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
