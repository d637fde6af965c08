dnl cd ext && phpize && ./configure && make: cargo builds the library, PHP's build system only puts it where PHP looks.
dnl In a directory of its own, because the Makefile that PHP's build system writes would take the place of the project's.

PHP_ARG_ENABLE([traced-coroutine],
  [whether to enable traced_coroutine],
  [AS_HELP_STRING([--enable-traced-coroutine], [Enable traced_coroutine])],
  [yes])

if test "$PHP_TRACED_COROUTINE" != "no"; then
  AC_PATH_PROG([CARGO], [cargo], [no], [$PATH:$HOME/.cargo/bin])
  if test "$CARGO" = "no"; then
    AC_MSG_ERROR([cargo is needed: https://rustup.rs])
  fi

  dnl --with-php-config may be a bare name, or a path that only holds here. The build wants absolute ones, and the PHP that
  dnl belongs to it: the first on the PATH may be another version.
  traced_coroutine_php_config=`command -v "$PHP_CONFIG"`
  case $traced_coroutine_php_config in
    "") AC_MSG_ERROR([cannot find $PHP_CONFIG]) ;;
    /*) ;;
    *) traced_coroutine_php_config=`pwd`/$traced_coroutine_php_config ;;
  esac
  traced_coroutine_php=`"$traced_coroutine_php_config" --php-binary`
  if test ! -x "$traced_coroutine_php"; then
    AC_MSG_ERROR([$PHP_CONFIG names no PHP that can be run, but "$traced_coroutine_php"])
  fi

  PHP_NEW_EXTENSION([traced_coroutine], [], [$ext_shared])

  dnl Without sources of its own PHP's build system makes no library: the rule for it is ours. It has the sources as
  dnl prerequisites, so that "sudo make install" does not want root's cargo. What cargo makes stays in the directory that is
  dnl configured, though cargo runs in the project's, where it finds its own configuration. "make clean" takes libraries and
  dnl archives out of there behind cargo's back, and the mark goes with them.
  traced_coroutine_root=`cd "$srcdir/.." && pwd`
  cat >>Makefile.objects <<EOT
TRACED_COROUTINE_ROOT = $traced_coroutine_root
modules/traced_coroutine.so: \$(shell find \$(TRACED_COROUTINE_ROOT)/src \$(TRACED_COROUTINE_ROOT)/span-core/src -name '*.rs') \$(TRACED_COROUTINE_ROOT)/Cargo.toml \$(TRACED_COROUTINE_ROOT)/span-core/Cargo.toml \$(TRACED_COROUTINE_ROOT)/Cargo.lock \$(TRACED_COROUTINE_ROOT)/build.rs
	test -e cargo/intact.a || rm -rf cargo
	build=\$\$PWD; cd \$(TRACED_COROUTINE_ROOT) && PHP=$traced_coroutine_php PHP_CONFIG=$traced_coroutine_php_config $CARGO build --release --locked --target-dir "\$\$build/cargo"
	touch cargo/intact.a
	mkdir -p modules
	cp cargo/release/libtraced_coroutine.so modules/traced_coroutine.so
EOT
  PHP_MODULES="modules/traced_coroutine.so"
  PHP_SUBST([PHP_MODULES])
fi
