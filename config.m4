dnl phpize && ./configure && make: the library is built by cargo, PHP's build system only puts it where PHP looks.

PHP_ARG_ENABLE([traced-coroutine],
  [whether to enable traced_coroutine],
  [AS_HELP_STRING([--enable-traced-coroutine], [Enable traced_coroutine])],
  [yes])

if test "$PHP_TRACED_COROUTINE" != "no"; then
  AC_PATH_PROG([CARGO], [cargo], [no], [$PATH:$HOME/.cargo/bin])
  if test "$CARGO" = "no"; then
    AC_MSG_ERROR([cargo is needed: https://rustup.rs])
  fi

  PHP_NEW_EXTENSION([traced_coroutine], [], [$ext_shared])

  dnl Without sources of its own PHP's build system makes no library: the rule for it is ours.
  traced_coroutine_source=`cd $srcdir && pwd`
  cat >>Makefile.objects <<EOT
modules/traced_coroutine.so: $traced_coroutine_source/Cargo.toml
	PHP=$PHP_EXECUTABLE PHP_CONFIG=$PHP_CONFIG $CARGO build --release --manifest-path $traced_coroutine_source/Cargo.toml
	mkdir -p modules
	cp $traced_coroutine_source/target/release/libtraced_coroutine.so modules/traced_coroutine.so
EOT
  PHP_MODULES="modules/traced_coroutine.so"
  PHP_SUBST([PHP_MODULES])
fi
