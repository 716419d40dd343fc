package main

import (
	"context"
	"fmt"
	"slices"

	authentication "k8s.io/api/authentication/v1"
	authorization "k8s.io/api/authorization/v1"
	core "k8s.io/api/core/v1"
	rbac "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

// serviceAccount has an account do what a role lets it do, with a token that it was given.
func (v *visitor) serviceAccount(ctx context.Context) error {
	account := &core.ServiceAccount{ObjectMeta: meta.ObjectMeta{Name: "robot"}}
	if _, err := v.client.CoreV1().ServiceAccounts(visited).Create(ctx, account, meta.CreateOptions{}); err != nil {
		return err
	}
	request, err := v.client.CoreV1().ServiceAccounts(visited).CreateToken(ctx, "robot", &authentication.TokenRequest{}, meta.CreateOptions{})
	if err != nil {
		return err
	}
	review, err := v.client.AuthenticationV1().TokenReviews().Create(ctx,
		&authentication.TokenReview{Spec: authentication.TokenReviewSpec{Token: request.Status.Token}}, meta.CreateOptions{})
	if err != nil || review.Status.User.Username != "system:serviceaccount:visited:robot" {
		return fmt.Errorf("the token is %v's: %w", review, err)
	}
	config := rest.AnonymousClientConfig(v.config)
	config.BearerToken = request.Status.Token
	robot := kubernetes.NewForConfigOrDie(config)
	if _, err := robot.CoreV1().ConfigMaps(visited).List(ctx, meta.ListOptions{}); !errors.IsForbidden(err) {
		return fmt.Errorf("an account without a role was not refused: %v", err)
	}
	role := &rbac.Role{
		ObjectMeta: meta.ObjectMeta{Name: "reader"},
		Rules:      []rbac.PolicyRule{{APIGroups: []string{""}, Resources: []string{"configmaps"}, Verbs: []string{"list"}}},
	}
	if _, err := v.client.RbacV1().Roles(visited).Create(ctx, role, meta.CreateOptions{}); err != nil {
		return err
	}
	binding := &rbac.RoleBinding{
		ObjectMeta: meta.ObjectMeta{Name: "reader"},
		RoleRef:    rbac.RoleRef{APIGroup: rbac.GroupName, Kind: "Role", Name: "reader"},
		Subjects:   []rbac.Subject{{Kind: "ServiceAccount", Name: "robot", Namespace: visited}},
	}
	if _, err := v.client.RbacV1().RoleBindings(visited).Create(ctx, binding, meta.CreateOptions{}); err != nil {
		return err
	}
	if err := eventually(ctx, "the robot may list", func(ctx context.Context) (bool, error) {
		review, err := robot.AuthorizationV1().SelfSubjectAccessReviews().Create(ctx, &authorization.SelfSubjectAccessReview{
			Spec: authorization.SelfSubjectAccessReviewSpec{ResourceAttributes: &authorization.ResourceAttributes{
				Namespace: visited, Verb: "list", Resource: "configmaps"}}}, meta.CreateOptions{})
		return err == nil && review.Status.Allowed, err
	}); err != nil {
		return err
	}
	_, err = robot.CoreV1().ConfigMaps(visited).List(ctx, meta.ListOptions{})
	return err
}

func (v *visitor) impersonation(ctx context.Context) error {
	config := rest.CopyConfig(v.config)
	config.Impersonate = rest.ImpersonationConfig{UserName: "bob", Groups: []string{"devs", "ops"}, Extra: map[string][]string{"team": {"a", "b"}}}
	review, err := kubernetes.NewForConfigOrDie(config).AuthenticationV1().SelfSubjectReviews().Create(ctx,
		&authentication.SelfSubjectReview{}, meta.CreateOptions{})
	if err != nil {
		return err
	}
	user := review.Status.UserInfo
	if user.Username != "bob" || !slices.Equal(user.Groups, []string{"devs", "ops", "system:authenticated"}) || len(user.Extra["team"]) != 2 {
		return fmt.Errorf("bob is %v", user)
	}
	return nil
}
