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
precompile(sql_dd sql/sql_class.h sql/dd/types/table.h)
precompile(sql_gis string vector memory boost/geometry.hpp)
precompile(rpl_replica sql/sql_class.h sql/rpl_mi.h)
precompile(binlog sql/sql_class.h sql/log_event.h)
precompile(perfschema sql/sql_class.h sql/table.h)
precompile(innobase sql/sql_class.h univ.i trx0trx.h dict0dict.h btr0cur.h row0mysql.h srv0srv.h)
precompile(mysql_server_component_services sql/sql_class.h)
