package wire

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

// fileSuffix marks a variable with the path of a file that holds the value, such as a
// secret of Docker or Kubernetes.
const fileSuffix = "_FILE"

// secretVariables returns the variables with a secret, besides the secret key. An address
// of Redis may contain a password.
func secretVariables() []string {
	return []string{"PROCEEDINGS_REDIS", passwordVariable, "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}
}

// LoadSecrets sets the secret variables whose values are in files, as NAME_FILE says.
// Call it before [Parse].
func LoadSecrets(getenv func(string) string, setenv func(name, value string) error) error {
	for _, name := range secretVariables() {
		value, _, err := readVariable(getenv, name)
		if err == nil && getenv(name) != value {
			err = setenv(name, value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// readVariable returns the value of a variable, from the environment or from the file
// that NAME_FILE names, and its source for messages. The value is empty if neither is
// set.
func readVariable(getenv func(string) string, name string) (value, source string, err error) {
	value, path := getenv(name), getenv(name+fileSuffix)
	switch {
	case value != "" && path != "":
		return "", "", fmt.Errorf("%w: both %s and %s are set: unset one", ErrUsage, name, name+fileSuffix)
	case path == "":
		return value, name, nil
	}
	data, err := os.ReadFile(path)
	if value = strings.TrimSpace(string(data)); err == nil && value == "" {
		err = errors.New("the file " + path + " is empty")
	}
	if err != nil {
		return "", "", fmt.Errorf("%w: %s: %w", ErrUsage, name+fileSuffix, err)
	}
	return value, name + fileSuffix + " " + path, nil
}
