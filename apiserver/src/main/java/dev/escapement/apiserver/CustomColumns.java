package dev.escapement.apiserver;

import java.util.List;

/** The columns that a CustomResourceDefinition asks for. */
final class CustomColumns {
    private CustomColumns() {}

    static List<Table.Column> of(Resource.Custom custom) {
        return List.of(Table.name(), Table.age());
    }
}
