package dev.escapement.console;

import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;

import com.sun.net.httpserver.HttpExchange;

/**
 * What every request has to be like before anybody looks at what it asks for: short, addressed to this console by a name that is its own
 * (against DNS rebinding), and, if it is to change something, sent by the console's own page (against forgery across sites).
 */
final class Guard {
    /** The header that shows that an action comes from somebody who can read the console's answers. */
    static final String TOKEN = "X-Escapement-Token";

    private static final int LONGEST_HEADERS = 16 * 1024;
    private static final int LONGEST_ADDRESS = 2 * 1024;

    private final boolean loopback;
    private final String token;

    /**
     * A guard.
     *
     * @param loopback whether everybody who gets here is trusted, so that it matters by which name they come
     */
    Guard(boolean loopback) {
        this.loopback = loopback;
        var random = new byte[16];
        new SecureRandom().nextBytes(random);
        this.token = HexFormat.of().formatHex(random);
    }

    /** What actions have to bring in {@link #TOKEN}. It is another one each time that a console is started. */
    String token() {
        return token;
    }

    void check(HttpExchange exchange) {
        long size = exchange.getRequestHeaders().entrySet().stream()
                .mapToLong(header -> header.getKey().length()
                        + header.getValue().stream().mapToLong(String::length).sum())
                .sum();
        if (size > LONGEST_HEADERS) {
            throw new Refusal(431, "the headers are longer than " + LONGEST_HEADERS + " bytes");
        }
        if (exchange.getRequestURI().toString().length() > LONGEST_ADDRESS) {
            throw new Refusal(414, "the address is longer than " + LONGEST_ADDRESS + " bytes");
        }
        if (loopback && !isLoopback(host(exchange))) {
            throw new Refusal(
                    421,
                    "the console answers to localhost and loopback addresses such as 127.0.0.1 only, so that no other site's page can reach it"
                            + " by a name of its own");
        }
        var site = exchange.getRequestHeaders().getFirst("Sec-Fetch-Site");
        boolean isPage = exchange.getRequestURI().getPath().equals("/");
        if (site != null && !isPage && !site.equals("same-origin") && !site.equals("none")) {
            throw new Refusal(403, "this is for the console's own page, not for other sites");
        }
    }

    /** What a request that changes something must be like, too. */
    void checkAction(HttpExchange exchange) {
        var headers = exchange.getRequestHeaders();
        var origin = headers.getFirst("Origin");
        if (origin != null && !isOwn(origin, String.valueOf(headers.getFirst("Host")))) {
            throw new Refusal(403, "this is for the console's own page, not for one of " + shortened(origin));
        }
        var type = headers.getFirst("Content-Type");
        if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
            throw new Refusal(415, "an action is application/json");
        }
        var brought = headers.getFirst(TOKEN);
        if (brought == null || !MessageDigest.isEqual(bytes(brought), bytes(token))) {
            throw new Refusal(403, "an action needs the header " + TOKEN + " with the token of /api/v1/session");
        }
    }

    private static boolean isOwn(String origin, String host) {
        try {
            var authority = URI.create(origin).getRawAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String host(HttpExchange exchange) {
        var host = exchange.getRequestHeaders().getFirst("Host");
        return host == null
                ? ""
                : host.replaceFirst(":\\d*$", "")
                        .replaceFirst("^\\[(.*)]$", "$1")
                        .toLowerCase(Locale.ROOT);
    }

    /** Names may be pointed anywhere by whoever owns them; addresses can't. */
    private static boolean isLoopback(String host) {
        try {
            return host.equals("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String shortened(String text) {
        return text.length() > 100 ? text.substring(0, 100) + "..." : text;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
