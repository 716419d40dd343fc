package dev.escapement.cli;

/**
 * Says how somebody gets the permissions that an operator needs.
 *
 * @param source the operator's source, as it was typed
 * @param operator its name
 * @param account the service account that lacks them as {@code NAMESPACE/NAME}; empty for whoever asks
 * @param watched the only namespace that it works in; empty for all
 */
record AccessRemedy(String source, String operator, String account, String watched) {
    String text() {
        if (account.isEmpty()) {
            return "these are your own permissions: for those of the operator's service account add --service-account"
                    + " NAMESPACE/" + operator
                    + "; to run it as yourself, have an administrator bind to you the roles of"
                    + " out/manifests/rbac.yaml: " + packaged("");
        }
        var parts = account.split("/", 2);
        // Unless one is named, esc package makes a namespace of the operator's name, too.
        var roles = packaged(parts[0].equals(operator) ? "" : parts[0]);
        return parts[1].equals(operator)
                ? roles + " && kubectl apply -k out/manifests"
                : "esc package makes roles for the service account " + parts[0] + "/" + operator
                        + ": run the operator as that one, or bind to " + account + " the roles of"
                        + " out/manifests/rbac.yaml: " + roles;
    }

    private String packaged(String namespace) {
        return "esc package " + source + option(" -n ", namespace) + option(" --watch ", watched)
                + " --manifests-only -d out";
    }

    private static String option(String name, String value) {
        return value.isEmpty() ? "" : name + value;
    }
}
