# Precompiled headers for the three targets that take most of the compile. MariaDB's own build has none; without them the
# compiler reads sql_class.h and all that it includes some four hundred times. The server that comes out is the same.
function(precompile target)
  set(headers)
  foreach(header ${ARGN})
    list(APPEND headers "$<$<COMPILE_LANGUAGE:CXX>:<${header}$<ANGLE-R>>")
  endforeach()
  target_precompile_headers(${target} PRIVATE ${headers})
endfunction()

function(without_precompiled directory)
  foreach(pattern ${ARGN})
    file(GLOB sources ${CMAKE_SOURCE_DIR}/${directory}/${pattern})
    set_source_files_properties(${sources} DIRECTORY ${CMAKE_SOURCE_DIR}/${directory} PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
  endforeach()
endfunction()

# sql_plugin.h comes first: it extends an enumeration of plugin.h, which every other header would include without that.
precompile(sql sql_plugin.h sql_class.h)
precompile(perfschema sql_plugin.h sql_class.h)
precompile(innobase sql_plugin.h sql_class.h univ.i trx0trx.h dict0dict.h btr0cur.h row0mysql.h srv0srv.h)
target_compile_definitions(innobase PRIVATE MYSQL_SERVER)

# These define something before they include, or bring a YYSTYPE of their own.
without_precompiled(sql sql_parse.cc sql_lex.cc sql_analyse.cc)
without_precompiled(storage/innobase eval/*.cc pars/*.cc)
