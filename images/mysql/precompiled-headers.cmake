# Precompiled headers for the targets that take most of the compile; MySQL's own build has none. The server that comes out is
# the same.
function(precompile target)
  set(headers)
  foreach(header ${ARGN})
    list(APPEND headers "$<$<COMPILE_LANGUAGE:CXX>:<${header}$<ANGLE-R>>")
  endforeach()
  target_precompile_headers(${target} PRIVATE ${headers})
endfunction()

precompile(sql_main sql/sql_class.h sql/item_func.h sql/sql_optimizer.h)
precompile(perfschema sql/sql_class.h sql/table.h)
precompile(innobase sql/sql_class.h univ.i trx0trx.h dict0dict.h btr0cur.h row0mysql.h srv0srv.h)

# Its header has no include guard, and comes in with the precompiled ones.
set_source_files_properties(${CMAKE_SOURCE_DIR}/sql/engine_combination_tracker.cc DIRECTORY ${CMAKE_SOURCE_DIR}/sql
  PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
