# shellcheck shell=bash
# The commands of the transcript, in chapters; kubectl-transcript runs them in a folder with the files beside this one.

creating() {
  title 'Create'
  k create namespace transcript
  k create namespace transcript
  quiet config set-context --current --namespace=transcript
  k create configmap settings --from-literal=colour=red --from-literal=size=3
  k create secret generic keys --from-literal=password=secret
  k create -f basics.yaml
  k create -f basics.yaml
  k create serviceaccount robot
  k create role reader --verb=get,list --resource=configmaps
  k create rolebinding robot-reads --role=reader --serviceaccount=transcript:robot
  k create service clusterip front --tcp=80:8080
  k create deployment idle --image=example.dev/idle:1 --replicas=0
  k create quota limits --hard=configmaps=100
  k create cronjob nightly --image=example.dev/job:1 --schedule='0 3 * * *'
  k create ingress entry '--rule=example.dev/*=front:80'
  k create poddisruptionbudget calm --selector=app=web --min-available=1
  k create configmap dry --from-literal=a=b --dry-run=server -o yaml
  k create -f kinds.yaml
  k create -f crd.yaml
  k wait --for=condition=Established crd/clocks.transcript.dev --timeout=30s
  until_true quiet explain clocks.spec
  k create -f clocks.yaml
}

reading() {
  title 'Read'
  k get configmaps -l app=basics
  k get configmaps -l app=basics --show-labels
  k get configmaps -l app=basics -o wide --sort-by=.metadata.name
  k get configmap,secret -l app=basics
  k get configmap alpha -o yaml
  k get configmap alpha -o json
  k get configmaps -l app=basics -o name
  k get configmaps -l app=basics -o 'jsonpath={range .items[*]}{.metadata.name}={.data.key}{"\n"}{end}'
  k get configmaps -l app=basics -o custom-columns=NAME:.metadata.name,KEY:.data.key
  k get configmaps -l app=basics --chunk-size=1
  k get configmaps -l app=basics --no-headers
  k get configmaps -l 'app in (basics),tier!=back' -o name
  k get configmaps -l 'tier notin (back, front)' -l app -o name
  k get configmaps -l '!app,tier=' -o name
  k get configmaps -l 'a b' -o name
  k get configmaps --field-selector metadata.name=alpha
  k get configmaps --field-selector metadata.name!=alpha -l app=basics
  k get configmaps --field-selector data.key=one
  k get secrets --field-selector type=Opaque
  k get secret keys -o yaml
  k get service front
  k get service front -o yaml
  k get serviceaccount robot
  k get role,rolebinding -o wide
  k get replicaset/none statefulset/none daemonset/none cronjob/nightly -o wide
  k get services,ingresses,networkpolicies -o wide
  k get poddisruptionbudgets,persistentvolumeclaims,leases,limitranges,podtemplates -o wide
  k get storageclass,priorityclass -l app=kinds -o wide
  k get replicaset/none statefulset/none daemonset/none -o 'jsonpath={.items[*].spec}'
  k get persistentvolumeclaim disk -o yaml
  k get service headless -o yaml
  k get limitrange small -o yaml
  k get role reader -o yaml
  k get cronjob nightly -o yaml
  k get ingress entry -o yaml
  k get namespace transcript
  k get namespace transcript -o yaml
  k get clocks
  k get clk -o wide
  k get clocks -l face=round
  k get clocks --field-selector spec.size=2
  k get clock tower -o yaml
  k get clocks.v1.transcript.dev tower -o name
  k get clocks -A
  k get crd clocks.transcript.dev
  k get crd clocks.transcript.dev -o yaml
  k get transcripts
  k describe configmap alpha
  k describe clock tower
  k describe secret keys
  k describe crd clocks.transcript.dev
  k describe role reader
  k describe networkpolicy closed
  k get clocks --server-print=false
  k get configmaps -l app=basics -o 'go-template={{range .items}}{{.metadata.name}} {{end}}'
  k get configmaps -l app=basics -o 'jsonpath-as-json={.items[*].metadata.name}'
  k get -f clocks.yaml
  k get time
  k get configmap/alpha secret/gamma -L tier
}

discovering() {
  title 'Discover'
  k api-resources --api-group=transcript.dev
  k api-resources --api-group=apps
  k api-resources --api-group=apiextensions.k8s.io
  k api-resources --api-group=coordination.k8s.io
  k explain clocks
  k explain clocks.spec
  k explain clock.spec.hands --recursive
  k explain clock.spec.nothing
  k explain configmap.nothing
  k get --raw /apis/transcript.dev
  k get --raw /apis/transcript.dev/v1
  k get --raw /apis/transcript.dev/v2
  k get --raw /readyz
  k get --raw /nothing
}

writing() {
  title 'Apply on the server'
  k apply --server-side -f applied.yaml
  k apply --server-side -f applied.yaml
  k apply --server-side -f applied-changed.yaml
  k get configmap applied -o yaml --show-managed-fields
  k apply --server-side --field-manager=other -f applied.yaml
  k apply --server-side --field-manager=other --force-conflicts -f applied.yaml
  k get configmap applied -o yaml --show-managed-fields
  k apply --server-side -f clocks-changed.yaml
  k apply --server-side --force-conflicts -f clocks-changed.yaml
  k get clock tower -o yaml --show-managed-fields
  k diff --server-side -f applied.yaml --field-manager=other

  title 'Apply on the client'
  k apply -f deployment.yaml
  k apply -f deployment.yaml
  k diff -f deployment-changed.yaml
  k apply -f deployment-changed.yaml
  k get deployment web -o 'jsonpath={.spec}'
  k wait --for=condition=Available deployment/web --timeout=30s
  k set image deployment/web main=example.dev/web:3
  k scale deployment/web --replicas=0
  k apply -f clocks-changed.yaml
  k apply -f clocks-changed.yaml --prune --prune-allowlist=transcript.dev/v1/Clock -l face=round

  title 'Patch, label, replace'
  k patch configmap alpha --type merge -p '{"data":{"key":"two","more":"yes"}}'
  k patch configmap alpha --type merge -p '{"data":{"more":null}}'
  k patch configmap alpha --type merge -p '{"data":{}}'
  k patch configmap alpha --type json -p '[{"op":"test","path":"/data/key","value":"two"},{"op":"replace","path":"/data/key","value":"three"}]'
  k patch configmap alpha --type json -p '[{"op":"test","path":"/data/key","value":"two"}]'
  k patch configmap alpha --type json -p '[{"op":"remove","path":"/data/nothing"}]'
  k patch configmap alpha --type json -p '[{"op":"jump","path":"/data/key"}]'
  k patch configmap alpha --type strategic -p '{"data":{"key":"four"}}'
  k patch deployment web -p '{"spec":{"template":{"spec":{"containers":[{"name":"side","image":"example.dev/side:1"},{"name":"main","env":[{"name":"MORE","value":"1"}]}]}}}}'
  k get deployment web -o 'jsonpath={.spec.template.spec.containers}'
  k patch deployment web -p '{"spec":{"template":{"spec":{"containers":[{"name":"side","$patch":"delete"}]}}}}'
  k set env deployment/web MORE=2 LEVEL-
  k set resources deployment/web --limits=cpu=0.75,memory=1024Mi
  k get deployment web -o 'jsonpath={.spec.template.spec.containers}'
  k patch clock tower --type strategic -p '{"spec":{"size":3}}'
  k patch clock tower --type merge -p '{"spec":{"size":"big"}}'
  k patch clock tower --type merge -p '{"metadata":{"resourceVersion":"1"}}'
  k patch clock tower --type merge --subresource=status -p '{"status":{"ticks":7,"conditions":[{"type":"Ready","status":"True","reason":"Wound","message":"","lastTransitionTime":"2026-01-01T00:00:00Z"}]},"spec":{"size":99}}'
  k get clock tower -o 'jsonpath={.spec.size} {.status.ticks} {.metadata.generation}'
  k get clock tower --subresource=status
  k get clocks
  k wait --for=condition=Ready clock/tower --timeout=30s
  k wait --for=jsonpath='{.status.ticks}'=7 clock/tower --timeout=30s
  k wait --for=jsonpath='{.status.ticks}'=8 clock/tower --timeout=1s
  k scale clock/tower --replicas=5
  k scale clock/tower --current-replicas=4 --replicas=6
  k get clock tower -o 'jsonpath={.spec.size}'
  k label configmap alpha tier=middle
  k label configmap alpha tier=back
  k label configmap alpha tier=back --overwrite
  k label configmap alpha 'tier=no good' --overwrite
  k annotate configmap alpha note=written
  k annotate configmap alpha note-
  k replace -f basics.yaml
  kubectl --cache-dir="$work/cache" get configmap alpha -o yaml > stale.yaml
  quiet label configmap alpha tier=newer --overwrite
  k replace -f stale.yaml
  k edit configmap beta
  k get configmap beta -o 'jsonpath={.data}'
  k replace --force -f basics.yaml
  k create -f generated.yaml -o 'jsonpath={.metadata.generateName}'
  k get configmap alpha -o 'jsonpath={.metadata.labels}'
}

changes() {
  quiet create configmap watched --from-literal=a=b
  quiet label configmap watched app=basics
  quiet patch configmap watched --type merge -p '{"data":{"c":"d"}}'
  quiet label configmap watched app=other --overwrite
  quiet label configmap watched app=basics --overwrite
  quiet delete configmap watched
}

rehearsing() {
  title 'Dry run on the server'
  k delete limitrange small
  k run probe --image=example.dev/probe:1 --dry-run=server -o yaml
  k run probe --image=example.dev/probe:1 --env=A=b --port=80 --restart=Never --dry-run=server
  k create job once --image=example.dev/job:1 --dry-run=server -o yaml
  k expose deployment idle --port=80 --target-port=web --dry-run=server -o yaml
  k create service nodeport open --tcp=80 --dry-run=server
  k create service loadbalancer balanced --tcp=80 --dry-run=server
  k create clusterrole all --verb='*' --resource='*' --dry-run=server -o yaml
  k create priorityclass urgent --value=10 --dry-run=server -o yaml
  k create token robot --dry-run=server
  k apply --server-side -f kinds.yaml --dry-run=server --force-conflicts
  k delete -f basics.yaml --dry-run=server
}

watching() {
  title 'Watch'
  watch_while 8 changes get configmaps -l app=basics -w --output-watch-events
  watch_while 7 changes get configmaps -l app=basics -w -o name
}

refusals() {
  title 'Refusals'
  k get configmap nothing
  k get clock nothing
  k get configmap nothing --ignore-not-found
  k delete configmap nothing
  k create -f clocks.yaml
  k create -f invalid.yaml
  k create -f unknown-field.yaml
  k create -f unknown-field.yaml --validate=warn
  k create -f unknown-field.yaml --validate=ignore
  k create configmap Bad_Name
  k create namespace Bad_Name
  k create -f invalid-deployment.yaml
  k create -f invalid-crd.yaml
  k create -f no-kind.yaml
  k create configmap lost -n nowhere
  k patch deployment web --type merge -p '{"spec":{"selector":{"matchLabels":{"app":"other"}}}}'
  k patch deployment web --type merge -p '{"spec":{"replicas":-1}}'
  k patch configmap alpha --type merge -p '{"metadata":{"name":"beta"}}'
  k --kubeconfig="$KUBECONFIG-user" get configmaps -n transcript
  k --kubeconfig="$KUBECONFIG-user" get configmap alpha -n transcript
  k --kubeconfig="$KUBECONFIG-user" create configmap mine -n transcript
  k --kubeconfig="$KUBECONFIG-user" delete clock tower -n transcript
  k --kubeconfig="$KUBECONFIG-user" patch clock tower -n transcript --subresource=status --type merge -p '{}'
  k --kubeconfig="$KUBECONFIG-user" get namespaces
  k --kubeconfig="$KUBECONFIG-user" api-resources --api-group=transcript.dev
  k --token=wrong get configmaps
}

accessing() {
  title 'Access'
  k auth whoami
  k auth can-i get pods
  k auth can-i '*' '*' -A
  k auth can-i get /metrics
  k --kubeconfig="$KUBECONFIG-user" auth whoami
  k --kubeconfig="$KUBECONFIG-user" auth whoami -o yaml
  k --kubeconfig="$KUBECONFIG-user" auth can-i get configmaps -n transcript
  k --kubeconfig="$KUBECONFIG-user" auth can-i get /healthz
  k --kubeconfig="$KUBECONFIG-user" auth can-i get /metrics
  k --kubeconfig="$KUBECONFIG-user" auth can-i --list -n transcript
  k --as=bob --as-group=devs --as-group=ops --as-uid=7 auth whoami
  k --as=bob get configmap alpha
  k --as=system:serviceaccount:transcript:robot auth can-i list configmaps
  k --as=system:serviceaccount:transcript:robot auth can-i list configmaps -n default
  k --as=system:serviceaccount:transcript:robot auth can-i delete configmap/alpha
  k --as=system:serviceaccount:transcript:robot get configmaps -l app=basics -o name
  k --as=system:serviceaccount:transcript:robot delete configmap alpha
  k create token robot --duration=10m
  k create token robot --duration=1m
  k create token nobody
  kubectl --cache-dir="$work/cache" create token robot > token
  k --kubeconfig="$KUBECONFIG-user" --token="$(cat token)" auth whoami
  k --kubeconfig="$KUBECONFIG-user" --token="$(cat token)" get configmap alpha -n transcript -o name
  k create clusterrole transcript-things --verb=get --resource=configmaps,deployments.apps/scale --resource-name=one
  k create clusterrole transcript-urls --verb=get --non-resource-url=/metrics
  k create clusterrole transcript-all --aggregation-rule=app=transcript
  k label clusterrole transcript-things app=transcript
  until_true aggregated
  k get clusterrole transcript-all -o yaml
  k create rolebinding things --clusterrole=transcript-all --user=bob --group=devs
  until_true may bob get configmap/one
  k auth can-i get configmap/one --as=bob
  k auth can-i get configmap/two --as=bob
  k auth can-i get deployments/one --subresource=scale --as=carl --as-group=devs
  k create rolebinding editor --clusterrole=admin --user=bob
  until_true may bob create role
  k --as=bob create role greedy --verb=get,list --resource=nodes,configmaps
  k --as=bob create rolebinding greedy --clusterrole=cluster-admin --user=bob
  k --as=bob create role fair --verb=get --resource=configmaps
  k get clusterrole view edit system:discovery system:basic-user -o yaml
  k describe clusterrole system:basic-user
  k describe rolebinding things
  k get clusterrolebinding cluster-admin system:discovery -o wide
  k delete clusterrole transcript-things transcript-urls transcript-all
}

may() { kubectl --as="$1" auth can-i "${@:2}" > /dev/null 2>&1; }

aggregated() { kubectl get clusterrole transcript-all -o yaml | grep -q deployments/scale; }

deleting() {
  title 'Delete'
  k delete configmap settings --dry-run=server
  k delete configmap settings
  k delete configmaps -l tier=front
  k patch clock tower --type merge -p '{"metadata":{"finalizers":["transcript.dev/hold"]}}'
  k delete clock tower --wait=false
  k get clock tower -o 'jsonpath={.metadata.finalizers} {.metadata.deletionGracePeriodSeconds}'
  k patch clock tower --type merge -p '{"metadata":{"finalizers":["transcript.dev/hold","transcript.dev/more"]}}'
  k patch clock tower --type json -p '[{"op":"remove","path":"/metadata/finalizers"}]'
  k wait --for=delete clock/tower --timeout=30s
  k get clock tower
  k delete deployment web --cascade=orphan
  k delete deployment idle --cascade=foreground
  k delete clocks --all
  k delete configmap beta --now
  k delete namespace transcript
  k get namespace transcript
  k get configmaps -n transcript
  k delete storageclass,priorityclass -l app=kinds
  k delete crd clocks.transcript.dev
  k get clocks
}
