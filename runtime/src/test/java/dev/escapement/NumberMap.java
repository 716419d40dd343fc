package dev.escapement;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** ConfigMaps seen through a class that not all of them fit. */
@Group("")
@Version("v1")
@Kind("ConfigMap")
@Plural("configmaps")
@JsonDeserialize(using = JsonDeserializer.None.class)
@JsonIgnoreProperties(ignoreUnknown = true)
@SuppressWarnings("serial") // it is never serialised
public class NumberMap implements HasMetadata, Namespaced {
    private static final long serialVersionUID = 1;

    private ObjectMeta metadata = new ObjectMeta();
    /** Only numbers fit. */
    public Map<String, Integer> data = Map.of();

    @Override
    public ObjectMeta getMetadata() {
        return metadata;
    }

    @Override
    public void setMetadata(ObjectMeta metadata) {
        this.metadata = metadata;
    }

    @Override
    public void setApiVersion(String version) {
        // there is but one
    }
}
