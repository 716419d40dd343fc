package dev.escapement.apiserver;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ServiceAccountsTest {
    private static final List<String> AUDIENCE = List.of(ServiceAccounts.ISSUER);

    private final Store store;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final ServiceAccounts accounts;

    ServiceAccountsTest() throws IOException {
        store = new Store(10, Journal.NONE);
        accounts = accounts("secret");
    }

    private ServiceAccounts accounts(String secret) {
        return new ServiceAccounts(store, () -> now, new Uids(new Random(1)), secret);
    }

    @BeforeEach
    void anAccount() throws Exception {
        store.put("serviceaccounts", "shop/robot", 0, Recorded.json("{'metadata':{'name':'robot','uid':'1'}}"));
    }

    private String token() {
        Stored account = Objects.requireNonNull(store.find("serviceaccounts", "shop/robot"));
        return accounts.issue(account, AUDIENCE, now.plus(Duration.ofHours(1)), null);
    }

    private static void refused(ServiceAccounts by, String token, String why) {
        assertThat(ServiceAccounts.concerns(token)).isTrue();
        assertThatThrownBy(() -> by.verify(token, AUDIENCE)).hasMessageContaining(why);
    }

    @Test
    void aTokenTellsWhoseItIs() throws Exception {
        Caller caller = accounts.verify(token(), AUDIENCE).caller();
        assertThat(caller.name()).isEqualTo("system:serviceaccount:shop:robot");
        assertThat(caller.uid()).isEqualTo("1");
        assertThat(caller.groups())
                .containsExactly("system:serviceaccounts", "system:serviceaccounts:shop", "system:authenticated");
    }

    @Test
    void aTokenEndsWithItsTime() throws Exception {
        String token = token();
        now = now.plus(Duration.ofMinutes(59));
        accounts.verify(token, AUDIENCE);
        now = now.plus(Duration.ofMinutes(1));
        refused(accounts, token, "service account token has expired");
    }

    @Test
    void aTokenEndsWithItsAccount() throws Exception {
        String token = token();
        Stored account = Objects.requireNonNull(store.find("serviceaccounts", "shop/robot"));
        store.remove("serviceaccounts", "shop/robot", account.revision(), account.tree());
        refused(accounts, token, "has been invalidated");
        store.put("serviceaccounts", "shop/robot", 0, Recorded.json("{'metadata':{'name':'robot','uid':'2'}}"));
        refused(accounts, token, "has been invalidated");
    }

    @Test
    void aTokenOfAnotherServerOrOneThatWasChangedIsNone() {
        String token = token();
        refused(accounts("another"), token, "invalid bearer token");
        int dot = token.indexOf('.') + 1;
        char other = token.charAt(dot) == 'a' ? 'b' : 'a';
        refused(accounts, token.substring(0, dot) + other + token.substring(dot + 1), "invalid bearer token");
        refused(accounts, token.substring(0, dot), "invalid bearer token");
        refused(accounts, token + "!", "invalid bearer token");
    }

    @Test
    void namesOfAccountsAreToldFromThoseOfOthers() {
        assertThat(ServiceAccounts.named("system:serviceaccount:shop:robot"))
                .isEqualTo(new ServiceAccounts.Name("shop", "robot"));
        assertThat(ServiceAccounts.named("system:serviceaccount:shop")).isNull();
        assertThat(ServiceAccounts.named("system:serviceaccount:Shop:robot")).isNull();
        assertThat(ServiceAccounts.named("robot")).isNull();
    }
}
