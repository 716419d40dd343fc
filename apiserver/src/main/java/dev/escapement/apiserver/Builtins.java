package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

import dev.escapement.apiserver.Resource.Trait;

/** The built-in resources, one line each. */
final class Builtins {
    /**
     * group/version, plural, kind, scope (n = namespaced, c = cluster), short names, categories, traits: S status, C scale,
     * G generation, U create on update, V resourceVersion required, R DELETE returns the object, Q a review. As kube-apiserver 1.36 has them.
     */
    private static final String TABLE = """
            v1                           configmaps                ConfigMap                n  cm        -              -
            v1                           endpoints                 Endpoints                n  ep        -              U
            v1                           events                    Event                    n  ev        -              U
            v1                           limitranges               LimitRange               n  limits    -              U
            v1                           namespaces                Namespace                c  ns        -              SR
            v1                           nodes                     Node                     c  no        -              S
            v1                           persistentvolumeclaims    PersistentVolumeClaim    n  pvc       -              SR
            v1                           persistentvolumes         PersistentVolume         c  pv        -              SR
            v1                           pods                      Pod                      n  po        all            SGR
            v1                           podtemplates              PodTemplate              n  -         -              GR
            v1                           replicationcontrollers    ReplicationController    n  rc        all            SCGR
            v1                           resourcequotas            ResourceQuota            n  quota     -              SR
            v1                           secrets                   Secret                   n  -         -              -
            v1                           serviceaccounts           ServiceAccount           n  sa        -              R
            v1                           services                  Service                  n  svc       all            SUR
            apps/v1                      controllerrevisions       ControllerRevision       n  -         -              -
            apps/v1                      daemonsets                DaemonSet                n  ds        all            SG
            apps/v1                      deployments               Deployment               n  deploy    all            SCG
            apps/v1                      replicasets               ReplicaSet               n  rs        all            SCG
            apps/v1                      statefulsets              StatefulSet              n  sts       all            SCG
            authentication.k8s.io/v1     selfsubjectreviews        SelfSubjectReview        c  -         -              Q
            authentication.k8s.io/v1     tokenreviews              TokenReview              c  -         -              Q
            authorization.k8s.io/v1      localsubjectaccessreviews LocalSubjectAccessReview n  -         -              Q
            authorization.k8s.io/v1      selfsubjectaccessreviews  SelfSubjectAccessReview  c  -         -              Q
            authorization.k8s.io/v1      selfsubjectrulesreviews   SelfSubjectRulesReview   c  -         -              Q
            authorization.k8s.io/v1      subjectaccessreviews      SubjectAccessReview      c  -         -              Q
            batch/v1                     cronjobs                  CronJob                  n  cj        all            SG
            batch/v1                     jobs                      Job                      n  -         all            SG
            networking.k8s.io/v1         ingressclasses            IngressClass             c  -         -              G
            networking.k8s.io/v1         ingresses                 Ingress                  n  ing       -              SG
            networking.k8s.io/v1         networkpolicies           NetworkPolicy            n  netpol    -              G
            policy/v1                    poddisruptionbudgets      PodDisruptionBudget      n  pdb       -              SGV
            autoscaling/v2               horizontalpodautoscalers  HorizontalPodAutoscaler  n  hpa       all            S
            rbac.authorization.k8s.io/v1 clusterrolebindings       ClusterRoleBinding       c  -         -              U
            rbac.authorization.k8s.io/v1 clusterroles              ClusterRole              c  -         -              U
            rbac.authorization.k8s.io/v1 rolebindings              RoleBinding              n  -         -              U
            rbac.authorization.k8s.io/v1 roles                     Role                     n  -         -              U
            coordination.k8s.io/v1       leases                    Lease                    n  -         -              UV
            events.k8s.io/v1             events                    Event                    n  ev        -              U
            apiextensions.k8s.io/v1      customresourcedefinitions CustomResourceDefinition c  crd,crds  api-extensions SGVR
            storage.k8s.io/v1            storageclasses            StorageClass             c  sc        -              R
            scheduling.k8s.io/v1         priorityclasses           PriorityClass            c  pc        -              G
            discovery.k8s.io/v1          endpointslices            EndpointSlice            n  -         -              G
            """;

    private Builtins() {}

    static List<Resource> all() {
        List<Resource> resources = new ArrayList<>();
        TABLE.lines().forEach(line -> resources.add(parse(line)));
        return List.copyOf(resources);
    }

    private static Resource parse(String line) {
        String[] column = line.strip().split(" +", -1);
        int slash = column[0].indexOf('/');
        String group = slash < 0 ? "" : column[0].substring(0, slash);
        String kind = column[2];
        String singular = kind.toLowerCase(java.util.Locale.ROOT);
        EnumSet<Trait> traits = EnumSet.noneOf(Trait.class);
        for (char letter : column[6].toCharArray()) {
            switch (letter) {
                case 'S' -> traits.add(Trait.STATUS);
                case 'C' -> traits.add(Trait.SCALE);
                case 'G' -> traits.add(Trait.GENERATION);
                case 'U' -> traits.add(Trait.CREATE_ON_UPDATE);
                case 'V' -> traits.add(Trait.VERSION_REQUIRED);
                case 'R' -> traits.add(Trait.RETURNS_DELETED);
                case 'Q' -> traits.add(Trait.REVIEW);
                default -> {}
            }
        }
        return new Resource(
                group,
                column[0].substring(slash + 1),
                column[1],
                singular,
                kind,
                kind + "List",
                column[3].equals("n"),
                names(column[4]),
                names(column[5]),
                traits,
                group.isEmpty() || group.equals("events.k8s.io") ? column[1] : column[1] + "." + group,
                null);
    }

    private static List<String> names(String column) {
        return column.equals("-") ? List.of() : List.of(column.split(",", -1));
    }
}
