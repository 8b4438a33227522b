-- An invented health-record system (SIRES), small and old-fashioned: its own keys, codes and dates. Every person,
-- CURP, name and measurement is invented. Consultation 5999 has a mistake on purpose: a diagnosis of men of 40 and more
-- for a boy of three.
--
-- Un SIRES inventado, pequeño y a la antigua: claves, códigos y fechas propios. Toda persona, CURP, nombre y medición es
-- inventada. La consulta 5999 trae una falta a propósito: un diagnóstico de adultos en un niño de tres años.
--
--     sqlite3 sires.db < sires.sql
CREATE TABLE unidad (id INTEGER PRIMARY KEY, nombre TEXT, clues TEXT);
CREATE TABLE personal (id INTEGER PRIMARY KEY, curp TEXT, nombres TEXT, paterno TEXT, materno TEXT, puesto TEXT,
  programa INTEGER);
CREATE TABLE paciente (id INTEGER PRIMARY KEY, curp TEXT, nombres TEXT, paterno TEXT, materno TEXT, nacimiento TEXT,
  pais INTEGER, estado TEXT, sexo TEXT, indigena INTEGER, migrante TEXT, procedencia INTEGER, genero TEXT);
CREATE TABLE afiliacion (paciente INTEGER, clave INTEGER);
CREATE TABLE consulta (id INTEGER PRIMARY KEY, unidad INTEGER, personal INTEGER, paciente INTEGER, fecha TEXT,
  servicio INTEGER, peso REAL, talla INTEGER, cintura INTEGER, presion TEXT, fc INTEGER, fr INTEGER, temperatura REAL,
  spo2 INTEGER, glucosa INTEGER, ayuno TEXT, relacion TEXT, primera_anio INTEGER, linea_vida INTEGER, cartilla INTEGER,
  vacunas INTEGER, iras_plan INTEGER, accidentes INTEGER, referido_por INTEGER, contrarreferido INTEGER);
CREATE TABLE diagnostico (consulta INTEGER, orden INTEGER, cie TEXT, primera_vez INTEGER);

INSERT INTO unidad VALUES (1, 'Unidad inventada 1', 'DFSSA002071');
INSERT INTO unidad VALUES (2, 'Unidad inventada 2', 'DFSSA003401');
INSERT INTO unidad VALUES (3, 'Unidad inventada 3', 'DFSSA000876');
INSERT INTO personal VALUES (11, 'MUOE840314MDFSRL07', 'Eloisa', 'Muestra', 'Ordoñez', 'medicina general', 0);
INSERT INTO personal VALUES (12, 'FIAH660930HJCCGG05', 'Hugo', 'Ficticio', 'Agüero', 'especialidad', 0);
INSERT INTO personal VALUES (13, 'EELI991102HMCJNN02', 'Jose Inventado', 'Ejemplo', 'Luna', 'pasante', 1);
INSERT INTO personal VALUES (14, 'MOFO780411HNLDNC03', 'Octavio', 'Modelo', 'De La Fuente', 'especialidad', 0);
INSERT INTO personal VALUES (15, 'MOZB710827MPLDXG03', 'Begoña', 'Modelo', 'Zuñiga', 'especialidad', 0);
INSERT INTO paciente VALUES (101, 'PUNT690717HDFRXM07', 'Tomás', 'Prueba', 'Nuñez', '1969-07-17', 142, 'DF', 'H', 0, NULL, NULL, 'masculino');
INSERT INTO paciente VALUES (105, 'SIXM201219HPLMXTA5', 'Mateo Demo', 'Simulado', NULL, '2020-12-19', 142, 'PL', 'H', 0, NULL, NULL, NULL);
INSERT INTO paciente VALUES (108, 'MUAN720509MJCSGM06', 'Noemí', 'Muestra', 'Agüero', '1972-05-09', 142, 'JC', 'M', 0, NULL, NULL, 'femenino');
INSERT INTO paciente VALUES (109, 'EEMW940814HNEJSL06', 'Wilmer', 'Ejemplo', 'Muestra', '1994-08-14', 101, 'NE', 'H', 0, 'internacional', 101, 'masculino');
INSERT INTO paciente VALUES (111, 'IECE530303HHGNSF00', 'Efraín', 'Inventado', 'Castañeda', '1953-03-03', 142, 'HG', 'H', 0, NULL, NULL, NULL);
INSERT INTO paciente VALUES (113, 'PUMN241112MDFRDXA6', 'Niña', 'Prueba', 'Modelo', '2024-11-12', 142, 'DF', 'M', 0, NULL, NULL, NULL);
INSERT INTO afiliacion VALUES (101, 14);
INSERT INTO afiliacion VALUES (105, 1);
INSERT INTO afiliacion VALUES (108, 1);
INSERT INTO afiliacion VALUES (109, 1);
INSERT INTO afiliacion VALUES (111, 2);
INSERT INTO afiliacion VALUES (113, 1);
INSERT INTO consulta VALUES (5001, 1, 11, 101, '2024-11-04 09:30:00', 4, 82.4, 168, 101, '142/88', 76, 18, 36.4, 96, 138, 'S', 'S', 0, 0, 1, 1, NULL, NULL, NULL, 0);
INSERT INTO consulta VALUES (5002, 2, 11, 105, '2024-11-06 08:30:00', 4, 15.3, 97, NULL, NULL, NULL, 28, 38.2, 95, NULL, NULL, 'P', 0, 0, 1, 0, 1, 0, NULL, 0);
INSERT INTO consulta VALUES (5003, 3, 12, 108, '2024-11-11 09:30:00', 51, 70, 160, NULL, '118/76', NULL, NULL, NULL, NULL, NULL, NULL, 'S', 0, 0, 1, 1, NULL, NULL, NULL, 1);
INSERT INTO consulta VALUES (5004, 1, 13, 109, '2024-11-12 08:30:00', 4, 74.5, 171, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'P', 0, 0, 0, 0, NULL, NULL, NULL, 0);
INSERT INTO consulta VALUES (5005, 3, 14, 111, '2024-11-14 09:30:00', 59, 79.6, 165, NULL, '134/80', NULL, NULL, NULL, NULL, 101, 'S', 'P', 0, 0, 1, 1, NULL, NULL, 5, 0);
INSERT INTO consulta VALUES (5006, 3, 15, 113, '2024-11-18 08:30:00', 46, 3.12, 50, NULL, NULL, NULL, NULL, 36.8, 97, NULL, NULL, 'P', 1, 0, 1, 1, NULL, 1, NULL, 0);
INSERT INTO consulta VALUES (5999, 1, 11, 105, '2024-11-19 10:00:00', 4, 15.4, 97, NULL, NULL, NULL, 28, 37.1, 97, NULL, NULL, 'S', 0, 0, 1, 0, NULL, 1, NULL, 0);
INSERT INTO diagnostico VALUES (5001, 1, 'I10X', NULL);
INSERT INTO diagnostico VALUES (5001, 2, 'E119', 0);
INSERT INTO diagnostico VALUES (5002, 1, 'J069', NULL);
INSERT INTO diagnostico VALUES (5003, 1, 'c509', NULL);
INSERT INTO diagnostico VALUES (5004, 1, 'S934', NULL);
INSERT INTO diagnostico VALUES (5005, 1, 'N40X', NULL);
INSERT INTO diagnostico VALUES (5006, 1, 'P599', NULL);
INSERT INTO diagnostico VALUES (5999, 1, 'N40X', NULL);
