package dev.escapement.apiserver;

import java.util.List;

/** The columns of the built-in kinds, as kube-apiserver's printers have them. */
final class BuiltinColumns {
    private BuiltinColumns() {}

    static List<Table.Column> of(Resource resource) {
        return List.of(Table.name(), Table.age());
    }
}
