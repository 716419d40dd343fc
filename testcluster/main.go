// Command testcluster is a real Kubernetes control plane in one binary: an embedded etcd, kube-apiserver
// and kube-controller-manager, built from their own Go modules. It needs no container engine.
//
//	testcluster ports       COUNT
//	testcluster etcd        DIR CLIENT_PORT
//	testcluster apiserver   FLAGS...
//	testcluster controllers FLAGS...
//	testcluster client      KUBECONFIG
package main

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/signal"
	"strconv"
	"syscall"

	"go.etcd.io/etcd/server/v3/embed"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllers "k8s.io/kubernetes/cmd/kube-controller-manager/app"
)

func main() {
	if len(os.Args) < 2 {
		fail(fmt.Errorf("usage: testcluster ports|etcd|apiserver|controllers|client ..."))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	switch args := os.Args[2:]; os.Args[1] {
	case "ports":
		fail(ports(args))
	case "etcd":
		if len(args) != 2 {
			fail(fmt.Errorf("usage: testcluster etcd DIR CLIENT_PORT"))
		}
		fail(etcd(ctx, args[0], args[1]))
	case "apiserver":
		command := apiserver.NewAPIServerCommand()
		command.SetArgs(args)
		fail(command.ExecuteContext(ctx))
	case "controllers":
		command := controllers.NewControllerManagerCommand()
		command.SetArgs(args)
		fail(command.ExecuteContext(ctx))
	case "client":
		if len(args) != 1 {
			fail(fmt.Errorf("usage: testcluster client KUBECONFIG"))
		}
		fail(visit(ctx, args[0]))
	default:
		fail(fmt.Errorf("unknown command %q", os.Args[1]))
	}
}

// ports prints so many free TCP ports of the loopback address, one a line.
func ports(args []string) error {
	count := 1
	if len(args) == 1 {
		var err error
		if count, err = strconv.Atoi(args[0]); err != nil {
			return err
		}
	}
	for range count {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		defer listener.Close() // held until all are found, so that they differ
		fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	}
	return nil
}

func etcd(ctx context.Context, dir, port string) error {
	config := embed.NewConfig()
	config.Dir = dir
	config.LogLevel = "error"
	config.UnsafeNoFsync = true // a test cluster: speed over surviving a power cut
	client := []url.URL{{Scheme: "http", Host: "127.0.0.1:" + port}}
	peer := []url.URL{{Scheme: "http", Host: "127.0.0.1:0"}}
	config.ListenClientUrls, config.AdvertiseClientUrls = client, client
	config.ListenPeerUrls, config.AdvertisePeerUrls = peer, peer
	config.InitialCluster = config.InitialClusterFromName(config.Name)
	server, err := embed.StartEtcd(config)
	if err != nil {
		return err
	}
	defer server.Close()
	select {
	case err := <-server.Err():
		return err
	case <-ctx.Done():
		return nil
	}
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "testcluster:", err)
		os.Exit(1)
	}
	os.Exit(0)
}
