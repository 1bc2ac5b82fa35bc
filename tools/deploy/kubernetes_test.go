package deploy_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	monitoring "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	apps "k8s.io/api/apps/v1"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	policy "k8s.io/api/policy/v1"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

// manifests is what kustomize builds: objects by kind and name.
type manifests struct {
	deployments map[string]apps.Deployment
	all         map[string]any
}

// build builds a kustomization and decodes each object into its type. A field that the type
// does not have is an error.
func build(t *testing.T, folder string) manifests {
	t.Helper()
	resources, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), folder)
	if err != nil {
		t.Fatal(err)
	}
	m := manifests{map[string]apps.Deployment{}, map[string]any{}}
	for _, r := range resources.Resources() {
		data, err := r.AsYAML()
		if err != nil {
			t.Fatal(err)
		}
		name := r.GetKind() + " " + r.GetName()
		object := typeOf(r.GetKind())
		if object == nil {
			t.Errorf("%s: no type for it", name)
			continue
		}
		if err := yaml.UnmarshalStrict(data, object); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if r.GetNamespace() != "proceedings" && r.GetKind() != "Namespace" {
			t.Errorf("%s is in the namespace %q", name, r.GetNamespace())
		}
		if d, ok := object.(*apps.Deployment); ok {
			m.deployments[d.Name] = *d
		}
		m.all[name] = object
	}
	return m
}

// typeOf returns an empty object of a kind, nil if the tests do not know it.
func typeOf(kind string) any {
	switch kind {
	case "Namespace":
		return new(core.Namespace)
	case "ConfigMap":
		return new(core.ConfigMap)
	case "Secret":
		return new(core.Secret)
	case "Service":
		return new(core.Service)
	case "Deployment":
		return new(apps.Deployment)
	case "NetworkPolicy":
		return new(networking.NetworkPolicy)
	case "PodDisruptionBudget":
		return new(policy.PodDisruptionBudget)
	case "PodMonitor":
		return new(monitoring.PodMonitor)
	case "ScaledObject": // its types need all of KEDA; the schema of its CRD checks it
		return new(map[string]any)
	}
	return nil
}

func TestManifests(t *testing.T) {
	t.Parallel()
	m := build(t, "../../deploy/kubernetes")
	for _, name := range []string{"worker", "serve"} {
		if _, ok := m.deployments[name]; !ok {
			t.Fatalf("no Deployment %s: %v", name, m.deployments)
		}
		checkPod(t, name, m.deployments[name])
	}
	grace := variable(t, m.deployments["worker"], "PROCEEDINGS_GRACE")
	left, err := time.ParseDuration(grace)
	if err != nil {
		t.Fatal(err)
	}
	if most := time.Duration(*m.deployments["worker"].Spec.Template.Spec.TerminationGracePeriodSeconds) * time.Second; most < left+10*time.Second {
		t.Errorf("the worker is killed after %s, its grace is %s", most, left)
	}
	checkSchema(t, m.all["ScaledObject worker"], "keda.sh_scaledobjects.yaml")
}

// checkPod checks what Pod Security's level "restricted" asks for, and more.
func checkPod(t *testing.T, name string, d apps.Deployment) {
	t.Helper()
	if d.Spec.Selector.MatchLabels["app.kubernetes.io/name"] != name {
		t.Errorf("%s: the selector is %v", name, d.Spec.Selector)
	}
	pod := d.Spec.Template.Spec
	security, c := pod.SecurityContext, pod.Containers[0]
	switch {
	case security.RunAsNonRoot == nil || !*security.RunAsNonRoot || *security.RunAsUser != 10001:
		t.Errorf("%s may run as root", name)
	case security.SeccompProfile == nil:
		t.Errorf("%s has no seccomp profile", name)
	case c.SecurityContext.ReadOnlyRootFilesystem == nil || !*c.SecurityContext.ReadOnlyRootFilesystem:
		t.Errorf("%s may write to its image", name)
	case *c.SecurityContext.AllowPrivilegeEscalation || c.SecurityContext.Capabilities.Drop[0] != "ALL":
		t.Errorf("%s keeps privileges", name)
	case pod.AutomountServiceAccountToken == nil || *pod.AutomountServiceAccountToken:
		t.Errorf("%s gets a token of the cluster", name)
	case c.Resources.Requests.Cpu().IsZero() || c.Resources.Requests.Memory().IsZero() || c.Resources.Limits.Memory().IsZero():
		t.Errorf("%s has no requests or limits", name)
	}
	for _, probe := range []*core.Probe{c.LivenessProbe, c.ReadinessProbe, c.StartupProbe} {
		if probe == nil || probe.HTTPGet == nil {
			t.Fatalf("%s lacks a probe", name)
		}
		if !hasPort(c, probe.HTTPGet.Port.StrVal) {
			t.Errorf("%s has no port %s", name, probe.HTTPGet.Port.StrVal)
		}
	}
	if c.LivenessProbe.HTTPGet.Path != "/healthz" || c.ReadinessProbe.HTTPGet.Path != "/readyz" {
		t.Errorf("%s: probes of %s and %s", name, c.LivenessProbe.HTTPGet.Path, c.ReadinessProbe.HTTPGet.Path)
	}
	for _, v := range pod.Volumes {
		if v.EmptyDir != nil && v.EmptyDir.SizeLimit == nil {
			t.Errorf("%s: the volume %s has no limit", name, v.Name)
		}
	}
}

func hasPort(c core.Container, name string) bool {
	for _, p := range c.Ports {
		if p.Name == name {
			return true
		}
	}
	return false
}

func variable(t *testing.T, d apps.Deployment, name string) string {
	t.Helper()
	for _, v := range d.Spec.Template.Spec.Containers[0].Env {
		if v.Name == name {
			return v.Value
		}
	}
	t.Fatalf("%s has no variable %s", d.Name, name)
	return ""
}

// TestSandboxComponent builds the manifests with the component that permits bubblewrap.
func TestSandboxComponent(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "kubernetes")
	if err := os.CopyFS(dir, os.DirFS("../../deploy/kubernetes")); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "kustomization.yaml")
	text := read(t, path)
	with := strings.NewReplacer("# components:", "components:", "#   - sandbox ", "  - sandbox ").Replace(text)
	if with == text {
		t.Fatal("kustomization.yaml does not mention the component")
	}
	if err := os.WriteFile(path, []byte(with), 0o600); err != nil {
		t.Fatal(err)
	}
	m := build(t, dir)
	pod := m.deployments["worker"].Spec.Template.Spec
	if pod.HostUsers == nil || *pod.HostUsers || *pod.Containers[0].SecurityContext.ProcMount != core.UnmaskedProcMount ||
		pod.SecurityContext.SeccompProfile.Type != core.SeccompProfileTypeLocalhost {
		t.Errorf("the pod is %+v", pod)
	}
	if serve := m.deployments["serve"].Spec.Template.Spec; serve.HostUsers != nil {
		t.Error("serve is changed too")
	}
	var profile struct {
		DefaultAction string
		Syscalls      []struct {
			Names  []string
			Action string
		}
	}
	if err := json.NewDecoder(bytes.NewReader([]byte(read(t, "../../deploy/kubernetes/sandbox/seccomp.json")))).Decode(&profile); err != nil {
		t.Fatal(err)
	}
	allowed := strings.Join(profile.Syscalls[0].Names, " ") + " "
	for _, need := range []string{"clone", "clone3", "mount", "umount2", "pivot_root", "unshare", "capset", "prctl"} {
		if !strings.Contains(" "+allowed, " "+need+" ") {
			t.Errorf("the profile lacks %s, which bubblewrap calls", need)
		}
	}
	for _, never := range []string{"bpf", "init_module", "kexec_load", "ptrace", "reboot", "userfaultfd"} {
		if strings.Contains(" "+allowed, " "+never+" ") {
			t.Errorf("the profile allows %s", never)
		}
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
