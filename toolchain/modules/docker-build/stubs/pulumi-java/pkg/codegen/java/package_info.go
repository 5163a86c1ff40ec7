// Package java holds the one type that the docker-build provider fills in for its schema's Java hints.
// The full generator is not needed to run the provider, and some module proxies do not carry it.
package java

// PackageInfo carries the Java hints of a provider's schema.
type PackageInfo struct {
	BuildFiles                      string            `json:"buildFiles,omitempty"`
	GradleNexusPublishPluginVersion string            `json:"gradleNexusPublishPluginVersion,omitempty"`
	Dependencies                    map[string]string `json:"dependencies,omitempty"`
}
