package dev.escapement.apiserver;

/** How the lists and maps of a kind are merged: the type of its root. */
final class ListTypes {
    private static final ListTypes NONE = new ListTypes(FieldType.DEDUCED, false);

    private final FieldType root;
    private final boolean goStructs;

    private ListTypes(FieldType root, boolean goStructs) {
        this.root = root;
        this.goStructs = goStructs;
    }

    /** Of a built-in kind; {@link #none()} when it is not known. */
    static ListTypes builtin(String group, String kind) {
        FieldType type = BuiltinTypes.of(group, kind);
        return type == null ? NONE : new ListTypes(type, true);
    }

    /** Of a kind without a schema: every list is atomic, every object is merged. */
    static ListTypes none() {
        return NONE;
    }

    static ListTypes of(FieldType root) {
        return new ListTypes(root, false);
    }

    FieldType root() {
        return root;
    }

    /** Whether the real server keeps this kind in Go structs, whose zero values are there without being sent. */
    boolean goStructs() {
        return goStructs;
    }
}
