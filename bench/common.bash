# What the benchmark scripts share; they source it. Sets JAVA_HOME, here, classes and class_path.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../.mvn/find-jdk
. "$here/../.mvn/find-jdk"
find_jdk
name=bench/$(basename "$0")
classes=$here/target/escapement-bench-0.1.0.jar
class_path="$classes:$here/target/lib/*:$here/target/jmh/*"

build() {
  mkdir -p "$here/target"
  if [[ ! -f $classes || ! -d $here/target/jmh ]] ||
    [[ -n $(find "$here/.." -path '*/src/main/*' -newer "$classes" -print -quit) ]]; then
    echo "$name: building" >&2
    (cd "$here/.." && ./mvnw -q -Dquick -Dmaven.test.skip=true -pl bench -am package) > "$here/target/build.log" 2>&1 \
      || { cat "$here/target/build.log" >&2; exit 1; }
  fi
}

java() { # shellcheck disable=SC2086 # the flags are words
  "$JAVA_HOME/bin/java" ${JAVA_FLAGS:-} -cp "$class_path" "$@"
}

run() { # NAME COMMAND...: its line goes into the file $lines; a failure is said, and the others go on
  printf '%s\n' "$1" >&2
  shift
  "$@" >> "$lines" || echo "$name: that failed" >&2
}

machine() {
  echo "$(uname -sm), $(getconf _NPROCESSORS_ONLN) processors;" \
    "Java $("$JAVA_HOME/bin/java" -version 2>&1 | sed -n '1s/[^"]*"\([^"]*\)".*/\1/p'); $* median of ${RUNS:-3} runs"
}
