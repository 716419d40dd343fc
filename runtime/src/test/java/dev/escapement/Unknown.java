package dev.escapement;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;

/** A kind that no cluster has. */
@Group("nowhere.example")
@Version("v1")
public class Unknown extends CustomResource<Void, Void> {
    private static final long serialVersionUID = 1;
}
