package dev.escapement.apiserver;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RoleAggregationTest extends ServerTest {
    private static final String ROLES = "/apis/rbac.authorization.k8s.io/v1/clusterroles";

    private String rules(String role) {
        return client.get(ROLES + "/" + role).is(200).body().path("rules").toString();
    }

    private void post(String role) {
        client.post(ROLES, role).is(201);
        background.settle();
    }

    @Test
    void theRolesOfTheBeginningAreGatheredAlready() {
        String version = client.get(ROLES + "/admin").version();
        post("{'metadata':{'name':'other'},'rules':[{'verbs':['get'],'apiGroups':[''],'resources':['nodes']}]}");
        assertThat(client.get(ROLES + "/admin").version()).isEqualTo(version);
        assertThat(rules("admin")).contains("rolebindings", "deployments", "pods/log");
        assertThat(rules("edit")).contains("deployments", "pods/log").doesNotContain("rolebindings");
        assertThat(rules("view")).contains("pods/log").doesNotContain("secrets");
    }

    @Test
    void aRoleWithTheLabelIsGatheredByAllWhoseSelectorsLeadToIt() {
        post("""
                {'metadata':{'name':'gears','labels':{'rbac.authorization.k8s.io/aggregate-to-view':'true'}},
                 'rules':[{'verbs':['get'],'apiGroups':['example.dev'],'resources':['gears']}]}""");
        assertThat(rules("view")).contains("gears");
        assertThat(rules("edit")).contains("gears");
        assertThat(rules("admin")).contains("gears");
        client.delete(ROLES + "/gears").is(200);
        background.settle();
        assertThat(rules("view")).doesNotContain("gears");
        assertThat(rules("admin")).doesNotContain("gears");
    }

    @Test
    void aRoleHasNoRulesButThoseThatItGathers() {
        post("""
                {'metadata':{'name':'all'},'aggregationRule':{'clusterRoleSelectors':[{'matchLabels':{'app':'gears'}}]},
                 'rules':[{'verbs':['get'],'apiGroups':[''],'resources':['nodes']}]}""");
        assertThat(rules("all")).isEqualTo("[]");
        post("""
                {'metadata':{'name':'gears','labels':{'app':'gears'}},
                 'rules':[{'verbs':['get'],'apiGroups':['example.dev'],'resources':['gears']}]}""");
        assertThat(rules("all")).contains("gears").doesNotContain("nodes");
    }
}
