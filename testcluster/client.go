package main

import (
	"context"
	"fmt"
	"time"

	core "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/pager"
)

// visitor does with client-go what operators written in Go do, in a namespace of its own, and prints a line for each thing
// that went as it should. Its requests are those of such operators: protobuf for built-in kinds, aggregated discovery,
// streamed lists, leases, events.
type visitor struct {
	config  *rest.Config
	client  *kubernetes.Clientset
	dynamic dynamic.Interface
}

const visited = "visited"

var gears = schema.GroupVersionResource{Group: "visited.dev", Version: "v1", Resource: "gears"}

func visit(ctx context.Context, kubeconfig string) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return err
	}
	config.QPS = -1
	v := &visitor{config: config, dynamic: dynamic.NewForConfigOrDie(config)}
	typed := rest.CopyConfig(config)
	typed.ContentType = "application/vnd.kubernetes.protobuf"
	typed.AcceptContentTypes = "application/vnd.kubernetes.protobuf,application/json"
	v.client = kubernetes.NewForConfigOrDie(typed)
	steps := []struct {
		name string
		run  func(context.Context) error
	}{
		{"namespace", v.namespace}, {"definition", v.definition}, {"discovery", v.discovery}, {"pages", v.pages},
		{"typed informer", v.typedInformer}, {"dynamic informer", v.dynamicInformer}, {"metadata informer", v.metadataInformer},
		{"apply", v.apply}, {"conflict", v.conflict}, {"status", v.status}, {"scale", v.scale}, {"events", v.events},
		{"leader election", v.leaders}, {"service account", v.serviceAccount}, {"impersonation", v.impersonation},
		{"clean up", v.cleanUp},
	}
	for _, step := range steps {
		if err := step.run(ctx); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
		fmt.Println(step.name)
	}
	return nil
}

// eventually waits for what happens a moment later.
func eventually(ctx context.Context, what string, condition func(context.Context) (bool, error)) error {
	err := wait.PollUntilContextTimeout(ctx, 20*time.Millisecond, 30*time.Second, true, condition)
	if err != nil {
		return fmt.Errorf("waited in vain until %s: %w", what, err)
	}
	return nil
}

func (v *visitor) namespace(ctx context.Context) error {
	_, err := v.client.CoreV1().Namespaces().Create(ctx, &core.Namespace{ObjectMeta: meta.ObjectMeta{Name: visited}}, meta.CreateOptions{})
	return err
}

func (v *visitor) definition(ctx context.Context) error {
	object := map[string]any{"type": "object", "x-kubernetes-preserve-unknown-fields": true}
	definition := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
		"metadata": map[string]any{"name": "gears.visited.dev"},
		"spec": map[string]any{
			"group": "visited.dev", "scope": "Namespaced",
			"names": map[string]any{"plural": "gears", "kind": "Gear"},
			"versions": []any{map[string]any{
				"name": "v1", "served": true, "storage": true, "subresources": map[string]any{"status": map[string]any{}},
				"schema": map[string]any{"openAPIV3Schema": map[string]any{
					"type": "object", "properties": map[string]any{"spec": object, "status": object}}},
			}},
		}}}
	definitions := v.dynamic.Resource(schema.GroupVersionResource{Group: "apiextensions.k8s.io", Version: "v1", Resource: "customresourcedefinitions"})
	if _, err := definitions.Create(ctx, definition, meta.CreateOptions{}); err != nil {
		return err
	}
	return eventually(ctx, "gears are served", func(ctx context.Context) (bool, error) {
		_, err := v.dynamic.Resource(gears).Namespace(visited).List(ctx, meta.ListOptions{})
		return err == nil, nil
	})
}

func (v *visitor) discovery(ctx context.Context) error {
	return eventually(ctx, "gears are discovered", func(context.Context) (bool, error) {
		groups, err := restmapper.GetAPIGroupResources(v.client.Discovery())
		if err != nil {
			return false, err
		}
		mapper := restmapper.NewDiscoveryRESTMapper(groups)
		deployment, err := mapper.RESTMapping(schema.GroupKind{Group: "apps", Kind: "Deployment"})
		if err != nil {
			return false, err
		}
		gear, err := mapper.RESTMapping(schema.GroupKind{Group: gears.Group, Kind: "Gear"})
		return err == nil && gear.Resource == gears && deployment.Scope.Name() == "namespace", nil
	})
}

func (v *visitor) settings(index int) *core.ConfigMap {
	return &core.ConfigMap{
		ObjectMeta: meta.ObjectMeta{Name: fmt.Sprintf("setting-%02d", index), Labels: map[string]string{"app": visited}},
		Data:       map[string]string{"index": fmt.Sprint(index)},
	}
}

func (v *visitor) pages(ctx context.Context) error {
	maps := v.client.CoreV1().ConfigMaps(visited)
	for i := range 25 {
		if _, err := maps.Create(ctx, v.settings(i), meta.CreateOptions{}); err != nil {
			return err
		}
	}
	count := 0
	pages := pager.New(pager.SimplePageFunc(func(options meta.ListOptions) (runtime.Object, error) { return maps.List(ctx, options) }))
	pages.PageSize = 10
	err := pages.EachListItem(ctx, meta.ListOptions{LabelSelector: "app=" + visited}, func(runtime.Object) error {
		count++
		return nil
	})
	if err == nil && count != 25 {
		err = fmt.Errorf("%d of 25 config maps came in pages of 10", count)
	}
	return err
}

func (v *visitor) cleanUp(ctx context.Context) error {
	definitions := v.dynamic.Resource(schema.GroupVersionResource{Group: "apiextensions.k8s.io", Version: "v1", Resource: "customresourcedefinitions"})
	if err := definitions.Delete(ctx, "gears.visited.dev", meta.DeleteOptions{}); err != nil {
		return err
	}
	selected := meta.ListOptions{LabelSelector: "app=" + visited}
	if err := v.client.CoreV1().ConfigMaps(visited).DeleteCollection(ctx, meta.DeleteOptions{}, selected); err != nil {
		return err
	}
	left, err := v.client.CoreV1().ConfigMaps(visited).List(ctx, selected)
	if err == nil && len(left.Items) > 0 {
		err = fmt.Errorf("%d config maps are left", len(left.Items))
	}
	if err != nil {
		return err
	}
	zero := int64(0)
	if err := v.client.CoreV1().Pods(visited).Delete(ctx, "pod", meta.DeleteOptions{GracePeriodSeconds: &zero}); err != nil {
		return err
	}
	return v.client.CoreV1().Namespaces().Delete(ctx, visited, meta.DeleteOptions{})
}
