package dev.escapement.testcluster.differential;

import java.util.List;

/** Field validation: unknown and duplicate fields, strict, with warnings, or ignored. */
final class FieldsArea implements Area {
    private static final int STEPS = 22;
    private static final List<String> MODES = List.of("Strict", "Strict", "Warn", "Ignore", "", "Other");

    @Override
    public void write(Draft draft) {
        var dice = draft.dice;
        var kind = dice.any(Kind.CONFIG_MAP, Kind.WIDGET, Kind.DEPLOYMENT);
        draft.create(kind, Samples.of(kind, dice, "a"));
        for (int i = 0; i < STEPS; i++) {
            var name = dice.any(Samples.NAMES);
            var object = Samples.of(kind, dice, name);
            var text = object.toString();
            switch (dice.below(8)) {
                case 0 -> text = text.replaceFirst("\\{", "{\"extra\":1,");
                case 1 -> text = text.replaceFirst("\"metadata\":\\{", "\"metadata\":{\"extra\":{\"a\":1},");
                case 2 -> text = text.replaceFirst("\"kind\":", "\"kind\":\"Twice\",\"kind\":");
                case 3 -> text = text.replaceFirst("\"name\":", "\"name\":\"twice\",\"name\":");
                case 4 -> text = text.replaceFirst("\"spec\":\\{", "\"spec\":{\"extra\":1,\"more\":[1],");
                case 5 -> text = text.replaceFirst("\"data\":\\{", "\"data\":{\"k1\":\"one\",\"k1\":\"two\",");
                case 6 -> text = text.replaceFirst("\"spec\":\\{", "\"spec\":{\"replicas\":1,\"replicas\":2,");
                default -> {}
            }
            var mode = "fieldValidation=" + dice.any(MODES);
            draft.add(
                    switch (dice.below(5)) {
                        case 0, 1, 2 -> Step.of("POST", kind.path()).query(mode).json(text);
                        case 3 -> Step.of("PUT", kind.path(name)).query(mode).json(text);
                        default -> Step.of("PATCH", kind.path("a")).query(mode).body(PatchArea.MERGE, patch(dice));
                    });
        }
    }

    private static String patch(Dice dice) {
        return dice.any(
                "{\"extra\":1}",
                "{\"metadata\":{\"extra\":1}}",
                "{\"metadata\":{\"labels\":{\"a\":\"1\",\"a\":\"2\"}}}",
                "{\"spec\":{\"extra\":1}}",
                "{\"metadata\":{\"labels\":{\"a\":\"1\"}},\"metadata\":{\"labels\":{\"b\":\"1\"}}}");
    }
}
