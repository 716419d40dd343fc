package dev.escapement.client;

import java.lang.reflect.Modifier;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;

/** An object that does not fit the class it is to become; the message names the field. */
public final class UndecodableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UndecodableException(Class<?> type, Exception cause) {
        super(message(type, cause), cause);
    }

    private static String message(Class<?> type, Exception cause) {
        if (type.isMemberClass() && !Modifier.isStatic(type.getModifiers())) {
            return type.getSimpleName()
                    + " is an inner class, which nobody else can make an instance of: write `static class "
                    + type.getSimpleName() + "`";
        }
        var why = cause instanceof JsonProcessingException json ? json.getOriginalMessage() : cause.getMessage();
        var where = cause instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(step ->
                                step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                        .collect(Collectors.joining())
                : "";
        return "the object does not fit " + type.getName() + (where.isEmpty() ? "" : " at " + where) + ": " + why;
    }
}
