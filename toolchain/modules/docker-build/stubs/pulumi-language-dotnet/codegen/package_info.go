// Package codegen holds the one type that the docker-build provider fills in for its schema's C# hints.
// The full generator is not needed to run the provider, and some module proxies do not carry it.
package codegen

// CSharpPackageInfo carries the C# hints of a provider's schema.
type CSharpPackageInfo struct {
	RespectSchemaVersion bool              `json:"respectSchemaVersion,omitempty"`
	PackageReferences    map[string]string `json:"packageReferences,omitempty"`
}
