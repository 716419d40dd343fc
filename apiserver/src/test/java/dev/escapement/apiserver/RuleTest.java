package dev.escapement.apiserver;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RuleTest {
    private static Rule rule(String text) {
        return Rule.of(Recorded.json(text));
    }

    private static Attributes asked(String method, String target) {
        return Attributes.of(Request.of(method, target));
    }

    @Test
    void aRequestIsReadAsVerbAndResource() {
        assertThat(asked("GET", "/api/v1/pods?watch=1")).isEqualTo(new Attributes("watch", "", "pods", "", "", "", ""));
        assertThat(asked("PATCH", "/apis/apps/v1/namespaces/shop/deployments/web/scale"))
                .isEqualTo(new Attributes("patch", "apps", "deployments", "scale", "shop", "web", ""));
        assertThat(asked("DELETE", "/api/v1/namespaces/shop/pods").verb()).isEqualTo("deletecollection");
        assertThat(asked("PUT", "/api/v1/namespaces/shop/finalize"))
                .isEqualTo(new Attributes("update", "", "namespaces", "finalize", "shop", "shop", ""));
        assertThat(asked("GET", "/api/v1/pods?fieldSelector=a=b,metadata.name==web")
                        .name())
                .isEqualTo("web");
        assertThat(asked("GET", "/apis/apps/v1").ofResource()).isFalse();
    }

    @Test
    void aRuleAllowsWhatItNames() {
        Rule rule = rule("{'verbs':['get'],'apiGroups':['apps'],'resources':['deployments','*/scale'],"
                + "'resourceNames':['web']}");
        assertThat(rule.allows(asked("GET", "/apis/apps/v1/namespaces/shop/deployments/web")))
                .isTrue();
        assertThat(rule.allows(asked("GET", "/apis/apps/v1/namespaces/shop/replicasets/web/scale")))
                .isTrue();
        assertThat(rule.allows(asked("GET", "/apis/apps/v1/namespaces/shop/deployments/web/status")))
                .isFalse();
        assertThat(rule.allows(asked("GET", "/apis/apps/v1/namespaces/shop/deployments/other")))
                .isFalse();
        assertThat(rule.allows(asked("GET", "/apis/apps/v1/namespaces/shop/deployments")))
                .isFalse();
        assertThat(rule.allows(asked("GET", "/api/v1/namespaces/shop/deployments/web")))
                .isFalse();
        assertThat(rule.allows(asked("GET", "/version"))).isFalse();
    }

    @Test
    void aRuleOfUrlsAllowsWhatBeginsAlike() {
        Rule rule = rule("{'verbs':['get'],'nonResourceURLs':['/debug/*','/metrics']}");
        assertThat(rule.allows(asked("GET", "/debug/heap"))).isTrue();
        assertThat(rule.allows(asked("GET", "/metrics"))).isTrue();
        assertThat(rule.allows(asked("GET", "/debug"))).isFalse();
        assertThat(rule.allows(asked("GET", "/metrics/more"))).isFalse();
        assertThat(rule.allows(asked("POST", "/metrics"))).isFalse();
    }

    @Test
    void whatIsMissingIsToldBySingleRights() {
        Rule held = rule("{'verbs':['get'],'apiGroups':[''],'resources':['pods','*/status'],'resourceNames':[]}");
        Rule named = rule("{'verbs':['*'],'apiGroups':['apps'],'resources':['*'],'resourceNames':['web']}");
        Rule wanted = rule("{'verbs':['get','list'],'apiGroups':[''],'resources':['pods','pods/status']}");
        assertThat(Rule.missing(List.of(held, named), List.of(wanted)))
                .extracting(Rule::text)
                .containsExactly(
                        "{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"list\"]}",
                        "{APIGroups:[\"\"], Resources:[\"pods/status\"], Verbs:[\"list\"]}");
        Rule web = rule("{'verbs':['get'],'apiGroups':['apps'],'resources':['deployments'],'resourceNames':['web']}");
        Rule any = rule("{'verbs':['get'],'apiGroups':['apps'],'resources':['deployments']}");
        assertThat(Rule.missing(List.of(held, named), List.of(web))).isEmpty();
        assertThat(Rule.missing(List.of(held, named), List.of(any))).hasSize(1);
        assertThat(Rule.missing(Rule.FULL_AUTHORITY, List.of(wanted, web, any))).isEmpty();
    }
}
