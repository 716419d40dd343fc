package dev.escapement.console;

import java.util.List;
import java.util.Map;

import dev.escapement.Operator;
import dev.escapement.OperatorException;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** What the API server says of people: whose a token is, and what that one may do. */
interface Reviews {
    /** The resource whose verbs are asked for. */
    String GROUP = "escapement.dev";

    String RESOURCE = "operators";
    String SUBRESOURCE = "console";

    /**
     * Somebody.
     *
     * @param name empty if the token is nobody's
     */
    record User(String name, String uid, List<String> groups, Map<String, List<String>> extra) {
        static final User NOBODY = new User("", "", List.of(), Map.of());
    }

    /** Whose a token is. */
    User user(String token);

    /** Whether somebody may {@code get} (see) or {@code update} (act on) the operator's console. */
    boolean may(User user, String verb);

    /**
     * Those of the API server that an operator works on.
     *
     * @throws OperatorException if it does not let the operator ask
     */
    static Reviews of(Operator operator) {
        var client = operator.client();
        var namespace = operator.insight().controlMap().namespace();
        for (var needed : List.of("authentication.k8s.io/tokenreviews", "authorization.k8s.io/subjectaccessreviews")) {
            var parts = needed.split("/", 2);
            checkMayCreate(operator, parts[0], parts[1]);
        }
        return new Reviews() {
            @Override
            public User user(String token) {
                var review = client.tokenReviews()
                        .create(new TokenReviewBuilder()
                                .withNewSpec()
                                .withToken(token)
                                .endSpec()
                                .build());
                var status = review.getStatus();
                if (status == null || !Boolean.TRUE.equals(status.getAuthenticated())) {
                    return User.NOBODY;
                }
                var user = status.getUser();
                return new User(
                        user.getUsername(),
                        user.getUid() == null ? "" : user.getUid(),
                        user.getGroups() == null ? List.of() : List.copyOf(user.getGroups()),
                        user.getExtra() == null ? Map.of() : Map.copyOf(user.getExtra()));
            }

            @Override
            public boolean may(User user, String verb) {
                var review = client.authorization()
                        .v1()
                        .subjectAccessReview()
                        .create(new SubjectAccessReviewBuilder()
                                .withNewSpec()
                                .withUser(user.name())
                                .withUid(user.uid())
                                .withGroups(user.groups())
                                .withExtra(user.extra())
                                .withNewResourceAttributes()
                                .withGroup(GROUP)
                                .withResource(RESOURCE)
                                .withSubresource(SUBRESOURCE)
                                .withName(operator.name())
                                .withNamespace(namespace)
                                .withVerb(verb)
                                .endResourceAttributes()
                                .endSpec()
                                .build());
                return review.getStatus() != null
                        && Boolean.TRUE.equals(review.getStatus().getAllowed());
            }
        };
    }

    private static void checkMayCreate(Operator operator, String group, String resource) {
        boolean allowed;
        try {
            var review = operator.client()
                    .authorization()
                    .v1()
                    .selfSubjectAccessReview()
                    .create(new SelfSubjectAccessReviewBuilder()
                            .withNewSpec()
                            .withNewResourceAttributes()
                            .withGroup(group)
                            .withResource(resource)
                            .withVerb("create")
                            .endResourceAttributes()
                            .endSpec()
                            .build());
            allowed = review.getStatus() != null
                    && Boolean.TRUE.equals(review.getStatus().getAllowed());
        } catch (KubernetesClientException e) {
            throw new OperatorException(
                    "operator \"" + operator.name()
                            + "\": the console asks the API server who people are on an address that others reach, and this"
                            + " API server does not answer that (" + e.getMessage()
                            + "): serve the console on a loopback address",
                    e);
        }
        if (!allowed) {
            throw new OperatorException("operator \"" + operator.name()
                    + "\": the console asks the API server who people are on an address that others reach, and the operator"
                    + " may not create " + resource + "." + group
                    + ": bind it to the ClusterRole system:auth-delegator, or serve the console on a loopback address");
        }
    }
}
