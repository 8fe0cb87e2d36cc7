"""First names and family names of many origins, to be combined; whoever bears one of these pairs is not meant."""

_WOMEN = """
Adèle Agathe Aïcha Alice Alix Amélie Amina Anaïs Andrée Angélique Anissa Anna Annie Apolline Arlette Asma Assia
Astrid Audrey Awa Axelle Barbara Bénédicte Bérénice Bintou Blandine Capucine Carine Carmen Caroline Céline Chantal
Charlène Chloé Christelle Christiane Claudine Clémence Clotilde Colette Coline Constance Corinne Cyrielle Dalila
Daniela Danièle Diane Dounia Édith Élise Éliane Élodie Eloïse Emma Estelle Eugénie Evelyne Fanny Fatima Fatou Félicie
Flavie Flore Florence Françoise Frédérique Gabrielle Gaëlle Garance Gisèle Gwenaëlle Habiba Hanane Hawa Heidi Houda
Huguette Ilham Imane Inaya Irène Irina Iris Jacqueline Jeanne Jihane Joëlle Josette Judith Julie Juliette Justine
Karima Katarina Khadija Ladislava Laetitia Lamia Laure Léonie Leslie Lila Linda Lisa Loubna Louise Lucile Luna Lydia
Madeleine Maëlle Maëva Magda Malika Manon Margaux Maria Marianne Marie Marie-Laure Marie-Pierre Mariem Marina Marion
Mathilde Maya Mélanie Meryem Mireille Morgane Myriam Nadège Nadine Naïma Nathalia Nicole Nora Océane Odette Odile
Olga Olivia Ophélie Pascale Paulette Perrine Prune Rachel Raïssa Rebecca Renée Roseline Rosalie Sabine Safia Salma
Samia Sarah Ségolène Séverine Simone Sonia Soraya Stéphanie Sylvie Tania Tatiana Thérèse Tiphaine Valentine Vanina
Victoire Violette Wassila Wendy Yaël Yvette Zélie Zineb Zoé
"""

_MEN = """
Aboubacar Achille Adrien Alban Albert Alexis Ali Amadou Amar André Anatole Anthony Antonin Armand Arnaud Arthur
Augustin Aurélien Aymeric Bakary Barnabé Bastien Benjamin Benoît Bertrand Boris Boubacar Brahim Brice Camille Cédric
César Charles Cheikh Claude Clément Colin Corentin Cosme Cyprien Daniel Daouda David Didier Dimitri Djibril Donatien
Driss Edgar Édouard Elias Élie Émile Emmanuel Erwan Ethan Fabien Félicien Fernand Firmin Florent Florian François
Frédéric Gabin Gabriel Gaël Gaétan Gaspard Gauthier Georges Gérald Ghislain Gianni Grégory Gustave Habib Hamza Hassan
Hector Henri Hicham Hippolyte Hubert Ibrahim Igor Ilyès Ismaël Ivan Jacques Jamel Jean Jean-Luc Jean-Marc Jean-Yves
Jérémie Jérôme Joachim Joan Joris Jules Julien Karl Khalid Kylian Lassana Laurent Léandre Léo Léon Lilian Lionel
Lorenzo Louis Lounès Lucas Lucien Ludovic Maël Malo Manuel Marc Marcel Marius Martial Martin Marwan Mathis Matteo
Maurice Max Maxence Maxime Michel Miguel Milan Mohamed Nabil Nassim Nathan Nicolas Nils Noah Norbert Octave Omar
Oscar Pablo Patrice Patrick Paul Paulin Pedro Philémon Pierre Pierre-Yves Rafaël Raymond Régis Rémi René Reynald
Ricardo Richard Robin Roland Roman Ruben Salim Sami Samuel Sébastien Serge Simon Souleymane Sven Sylvestre Tarek
Thibault Thibaut Timothée Titouan Tristan Ugo Ulysse Urbain Valentin Valéry Victor Vincent Vladimir Walid William
Xavier Yacine Yann Yanis Yves Youssef Zacharie
"""

_FAMILY = """
Abadie Abbes Achard Adjovi Agostini Aguilar Alaoui Albertini Allard Allègre Almeida Amrani Andréani Anquetil
Antonelli Aoudia Arcens Arnoux Artigues Assouline Astier Aubanel Aubert Audibert Augier Autran Ayache Azéma Bachelet
Bagnol Bailly Bakayoko Balestra Bamba Barbero Baron Barral Basset Bastide Battaglia Baudouin Bazin Beaumont Becker
Belhadj Bellini Belmonte Benaïssa Benguigui Bensaïd Berthier Bessière Bianco Blachère Blanchet Bocquet Boisset
Bonnafous Bonnel Bordes Borelli Boucher Boudet Boulanger Bouras Bourdon Bousquet Brémond Briand Brochard Brunel
Bruno Bui Cabral Cabrol Caillaud Calas Calvet Camus Canavese Carbonnel Cardoso Carlier Caron Cartier Casanova Castel
Castelli Cauvin Cavalli Cerda Chabaud Chabert Chamoux Chapelle Charbit Charpentier Chauvet Chemla Cherif Chevallier
Choukri Clavel Clerc Cohen Colas Collet Colonna Combes Constant Coppola Corbin Cornille Correia Cosson Costes
Couderc Coulibaly Cros Cuvelier Dahan Dallaporta Daumas Debono Delage Delfino Delmotte Delorme Demir Denis Descamps
Devaux Diakité Diallo Diaz Dieng Diop Djaballah Dos-Santos Doucet Drouet Dubois Dufour Duhamel Dumas Dupin Durand
Duval El-Amrani Escoffier Espinosa Estienne Eyraud Fabre Falcone Farge Favier Fayolle Fernandez Ferrand Ferrero
Fiore Fleury Fofana Fontaine Forestier Fournier Franchi Galland Galvez Gambier Garcia Gardel Garnier Gasquet Gaudin
Gauthier Gavaudan Gérard Germain Ghezali Gianetti Gilbert Giordano Giraud Gomis Gonçalves Granier Grimaldi Grosjean
Guémené Guénot Guibert Guillou Guiraud Gutierrez Hamel Hamidou Hardy Haumont Hébrard Henry Hernandez Hocine Hubert
Huguet Icard Imbert Isnard Issoufou Jacquemin Jaffré Jarry Joly Joubert Jouve Julian Kaci Kanté Kapoor Karoui Kassab
Keïta Kermarrec Khaldi Kieffer Klein Kouassi Kovacs Labarthe Laborde Lacroix Lafon Lagrange Lambert Lamy Laroche
Lartigue Lasserre Latour Laugier Laval Lazarevic Le-Bras Lebreton Lecoq Lefèvre Legrand Lemaire Lemoine Leroux
Lespinasse Letellier Levasseur Liautaud Linares Lopes Lorenzi Loubet Lucchesi Lopez Mabille Maestri Magnan Mahé
Maillard Malherbe Mallet Mancini Mansouri Marchal Marcellin Mariani Marquet Marty Massé Mathieu Mattei Maunier
Maurel Mazet Mbaye Medina Melki Mendes Menez Mercier Mesguich Meunier Michaud Mignot Milhaud Millot Mokrani Molinier
Monnier Montel Morandi Moreau Morin Mougin Moulin Mourad Moussa Nadal Naudin Navarre Ndiaye Nguyen-Huu Nicolaï
Nicolas Noël Nogueira Novak Olivieri Olmeta Orengo Ouattara Oudin Pacheco Pagès Palmieri Panzani Paoletti Parmentier
Pascal Pastor Paulet Pelissier Pellegrini Peretti Pereira Perrin Petit Peyre Pham-Van Philippe Piat Picard Pinto
Piras Planchon Pluchard Poirier Pommier Portal Poulain Pozzi Prévost Prigent Puech Quaranta Quentin Rabah Raffaelli
Raimbault Ramos Raynaud Rebière Regnier Renaud Reynier Ribeiro Ricard Rigal Rinaldi Rivière Roche Rodriguez Rolland
Romero Rossignol Rougier Rouvière Roux Rozier Ruiz Saadi Sabatier Saïdi Salles Salvatori Samba Sanchez Santos
Sarrazin Saunier Sauvage Savoye Schmitt Sebbag Seck Ségura Serrano Serre Sicard Silvestri Simonet Soler Sorel
Soulier Sow Subra Suarez Sylla Tabet Taddeï Tahar Tailhades Tardy Tavares Terrasse Testa Texier Thévenot Thibaud
Tison Tognetti Torrès Touati Toupin Tournier Touré Trabelsi Traverso Truffaut Tual Urbain Vaillant Valette Valverde
Varga Vasseur Verne Vernet Vial Viala Vidal Viguier Villard Vincensini Vitale Volpi Weber Wolff Xavier Yahiaoui
Ybanez Yildiz Zanetti Zérbib Zidi Zimmermann Zunino
"""

WOMEN = tuple(_WOMEN.split())
MEN = tuple(_MEN.split())
FAMILY = tuple(_FAMILY.split())
