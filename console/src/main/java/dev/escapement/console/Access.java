package dev.escapement.console;

import com.sun.net.httpserver.HttpExchange;

/** Who may see an operator, and act on it. */
interface Access {
    /** What somebody wants to do. */
    enum Wish {
        SEE,
        ACT
    }

    /**
     * Who sends a request, in words for the audit.
     *
     * @throws Refusal if that one may not do what is wished
     */
    String check(HttpExchange exchange, Wish wish);

    /** Whether people have to say who they are. */
    boolean asksForToken();

    /** Everybody who reaches a loopback address: the people of this machine. */
    static Access ofThisMachine() {
        return new Access() {
            @Override
            public String check(HttpExchange exchange, Wish wish) {
                return "somebody at " + exchange.getRemoteAddress().getAddress().getHostAddress();
            }

            @Override
            public boolean asksForToken() {
                return false;
            }
        };
    }
}
