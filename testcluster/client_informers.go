package main

import (
	"context"
	"fmt"

	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic/dynamicinformer"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/metadata/metadatainformer"
	"k8s.io/client-go/tools/cache"
)

// follow has an informer see what is there, a change and a deletion.
func follow(ctx context.Context, informer cache.SharedIndexInformer, there int, change, remove func() error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	changed, deleted := make(chan struct{}, 100), make(chan struct{}, 100)
	_, err := informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
		UpdateFunc: func(before, after any) { changed <- struct{}{} },
		DeleteFunc: func(any) { deleted <- struct{}{} },
	})
	if err != nil {
		return err
	}
	go informer.RunWithContext(ctx)
	if !cache.WaitForCacheSync(ctx.Done(), informer.HasSynced) {
		return fmt.Errorf("the informer did not get its list")
	}
	if count := len(informer.GetStore().List()); count != there {
		return fmt.Errorf("the informer holds %d objects, not %d", count, there)
	}
	for _, step := range []struct {
		run  func() error
		seen chan struct{}
	}{{change, changed}, {remove, deleted}} {
		if err := step.run(); err != nil {
			return err
		}
		select {
		case <-step.seen:
		case <-ctx.Done():
			return fmt.Errorf("the informer has not seen a change")
		}
	}
	return nil
}

func (v *visitor) typedInformer(ctx context.Context) error {
	maps := v.client.CoreV1().ConfigMaps(visited)
	factory := informers.NewSharedInformerFactoryWithOptions(v.client, 0, informers.WithNamespace(visited),
		informers.WithTweakListOptions(func(options *meta.ListOptions) { options.LabelSelector = "app=" + visited }))
	return follow(ctx, factory.Core().V1().ConfigMaps().Informer(), 25, func() error {
		next := v.settings(0)
		next.Data["index"] = "100"
		_, err := maps.Update(ctx, next, meta.UpdateOptions{})
		return err
	}, func() error { return maps.Delete(ctx, "setting-00", meta.DeleteOptions{}) })
}

func gear(name string) *unstructured.Unstructured {
	return &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "visited.dev/v1", "kind": "Gear", "metadata": map[string]any{"name": name},
		"spec": map[string]any{"teeth": int64(12)}}}
}

func (v *visitor) dynamicInformer(ctx context.Context) error {
	client := v.dynamic.Resource(gears).Namespace(visited)
	for _, name := range []string{"first", "second"} {
		if _, err := client.Create(ctx, gear(name), meta.CreateOptions{}); err != nil {
			return err
		}
	}
	factory := dynamicinformer.NewFilteredDynamicSharedInformerFactory(v.dynamic, 0, visited, nil)
	return follow(ctx, factory.ForResource(gears).Informer(), 2, func() error {
		_, err := client.Patch(ctx, "first", types.MergePatchType, []byte(`{"spec":{"teeth":13}}`), meta.PatchOptions{})
		return err
	}, func() error { return client.Delete(ctx, "first", meta.DeleteOptions{}) })
}

func (v *visitor) metadataInformer(ctx context.Context) error {
	client := metadata.NewForConfigOrDie(v.config)
	factory := metadatainformer.NewFilteredSharedInformerFactory(client, 0, visited, nil)
	settings := client.Resource(gears).Namespace(visited)
	return follow(ctx, factory.ForResource(gears).Informer(), 1, func() error {
		_, err := settings.Patch(ctx, "second", types.MergePatchType, []byte(`{"metadata":{"labels":{"a":"b"}}}`), meta.PatchOptions{})
		return err
	}, func() error { return settings.Delete(ctx, "second", meta.DeleteOptions{}) })
}
