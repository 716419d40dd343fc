package dev.escapement.apiserver;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Bodies as recorded from a real server. */
class ApiExceptionTest {
    @Test
    void anObjectThatIsNotThereIsNamedWithItsResource() {
        assertThat(ApiException.notFound("apps", "deployments", "web").status())
                .hasToString("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\","
                        + "\"message\":\"deployments.apps \\\"web\\\" not found\",\"reason\":\"NotFound\","
                        + "\"details\":{\"name\":\"web\",\"group\":\"apps\",\"kind\":\"deployments\"},\"code\":404}");
    }

    @Test
    void aStaleWriteConflicts() {
        ApiException refused = ApiException.conflict("", "configmaps", "a", ApiException.STALE);
        assertThat(refused.code()).isEqualTo(409);
        assertThat(refused.text())
                .isEqualTo("Operation cannot be fulfilled on configmaps \"a\": the object has been modified; "
                        + "please apply your changes to the latest version and try again");
    }

    @Test
    void aVersionFromTheFutureTimesOut() {
        assertThat(ApiException.tooLargeResourceVersion(999999999, 236).status())
                .isEqualTo(Recorded.json("{'kind':'Status','apiVersion':'v1','metadata':{},'status':'Failure',"
                        + "'message':'Timeout: Too large resource version: 999999999, current: 236','reason':'Timeout',"
                        + "'details':{'causes':[{'reason':'ResourceVersionTooLarge','message':'Too large resource version'}],"
                        + "'retryAfterSeconds':1},'code':504}"));
    }

    @Test
    void equalCausesAreShownOnceInTheMessageAndAllInTheDetails() {
        Cause cause = Cause.required("spec.a", "");
        ApiException refused = ApiException.invalid("x.dev", "Y", "z", List.of(cause, cause));
        assertThat(refused.text()).isEqualTo("Y.x.dev \"z\" is invalid: spec.a: Required value");
        assertThat(refused.status().at("/details/causes")).hasSize(2);
    }

    @Test
    void severalCausesStandInBrackets() {
        ApiException refused = ApiException.invalid(
                "", "Pod", "p", List.of(Cause.required("a", ""), Cause.notSupported("b", "x", List.of("y", "z"))));
        assertThat(refused.text())
                .isEqualTo("Pod \"p\" is invalid: [a: Required value, b: Unsupported value: \"x\": "
                        + "supported values: \"y\", \"z\"]");
    }
}
