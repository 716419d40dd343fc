package dev.escapement.apiserver;

import com.fasterxml.jackson.databind.JsonNode;

/** metav1.LabelSelector, and the selectors of workloads, which must match their own template. */
final class SelectorValidation {
    private SelectorValidation() {}

    static void validate(JsonNode selector, String path, Checks checks) {
        Names.labels(path + ".matchLabels", selector.path("matchLabels")).forEach(checks::add);
        int index = 0;
        for (JsonNode expression : selector.path("matchExpressions")) {
            validateExpression(expression, path + ".matchExpressions[" + index + "]", checks);
            index++;
        }
    }

    private static void validateExpression(JsonNode expression, String path, Checks checks) {
        String operator = Json.text(expression, "operator");
        JsonNode values = expression.path("values");
        switch (operator) {
            case "In", "NotIn" -> {
                if (values.isEmpty()) {
                    checks.add(
                            Cause.required(path + ".values", "must be specified when `operator` is 'In' or 'NotIn'"));
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (!values.isEmpty()) {
                    checks.add(Cause.forbidden(
                            path + ".values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
                }
            }
            default -> checks.add(Cause.invalid(path + ".operator", operator, "not a valid selector operator"));
        }
        String key = Json.text(expression, "key");
        checks.complaints(path + ".key", key, NameRules.qualified(key));
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i).asText();
            checks.complaints(path + ".values[" + i + "]", value, NameRules.labelValue(value));
        }
    }

    /** @param kind as the message calls it; a DaemonSet's selector is not required in so many words */
    static void validateForTemplate(JsonNode spec, String kind, Checks checks) {
        JsonNode selector = spec.path("selector");
        if (selector.isObject()) {
            validate(selector, "spec.selector", checks);
            if (selector.path("matchLabels").isEmpty()
                    && selector.path("matchExpressions").isEmpty()) {
                checks.add(Cause.invalid("spec.selector", selector, "empty selector is invalid for " + kind));
            }
        } else if (!kind.equals("daemonset")) {
            checks.add(Cause.required("spec.selector", ""));
        }
        JsonNode labels = spec.path("template").path("metadata").path("labels");
        try {
            if (!LabelSelector.from(selector).matches(labels)) {
                String shown = labels.isObject() ? GoText.json(labels) : "null";
                checks.invalidStruct(
                        "spec.template.metadata.labels", shown, "`selector` does not match template `labels`");
            }
        } catch (ApiException invalid) {
            checks.add(Cause.invalid("spec.selector", selector, "invalid label selector"));
        }
    }
}
