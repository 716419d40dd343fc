package dev.escapement.apiserver;

/** The door: who sends a request (401), as whom (impersonation), and whether they may (403). */
record Access(Authentication authentication, Impersonation impersonation, Rbac rbac) {
    /** The one for whom the request is to be answered. */
    Caller check(Request request) throws ApiException {
        Caller caller = impersonation.apply(sender(request), request);
        if (!caller.master()) {
            Attributes wanted = Attributes.of(request);
            Rbac.Decision decision = rbac.decide(caller, wanted);
            if (!decision.allowed()) {
                throw wanted.refusal(caller, decision.reason());
            }
        }
        return caller;
    }

    private Caller sender(Request request) throws ApiException {
        String header = request.header("authorization");
        String token = header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? header.substring(7).strip()
                : "";
        if (token.isEmpty()) {
            return Caller.anonymous();
        }
        try {
            return authentication.verify(token).caller();
        } catch (ServiceAccounts.Refused e) {
            throw ApiException.unauthorized();
        }
    }
}
